import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
v = mx.np.array([0.0], dtype='float64')
got = grad(lambda v: mx.np.sqrt(mx.np.sum(v**2, axis=None)), v)[0]
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: exercise.norm/root-of-the-squares-at-zero[n=1]@zero-1")
print("returned:", float(got[0]))
