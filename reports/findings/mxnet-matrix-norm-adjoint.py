import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
A = mx.np.array([[2.0, -0.5], [0.75, 1.5]], dtype='float64')
got = grad(lambda A: mx.np.linalg.norm(A, ord=1)**2, A)[0]
print("truth: 5.5 (ball arithmetic, 2 correct digits)")
print("source: primitive.adjoint.order/columns-and-a-number@full")
print("returned:", float(got[0, 0]))
