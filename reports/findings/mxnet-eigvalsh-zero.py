import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
A = mx.np.array([[0.51]], dtype='float64')
v = mx.np.array([1.063], dtype='float64')
got = grad(lambda A: mx.np.linalg.eigvalsh((A + mx.np.transpose(A))/2), A, v=v)[0]
print("truth: 1.0629999999999999449 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.positive-definite/eigvalsh[n=1]@generic#1")
print("returned:", float(got[0, 0]))
