import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
A = mx.np.array([[1.0, 2.0], [3.0, 6.0]], dtype='float64')
got = grad(mx.np.linalg.det, A)[0]
print("truth: 6 (ball arithmetic, 1 correct digit)")
print("source: identity.matrices.adjugate/two-by-two@rank-one, left side")
print("returned:", float(got[0, 0]))
