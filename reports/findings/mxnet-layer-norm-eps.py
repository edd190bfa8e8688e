import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([0.0, -1.25, 0.5], dtype='float64')
w = mx.np.array([0.75, -1.5, 2.0], dtype='float64')
def f(x):
    return mx.np.dot(w, mx.npx.layer_norm(x, mx.np.ones((3,), x.dtype), mx.np.zeros((3,), x.dtype), axis=-1, eps=1e-05))
got = grad(f, x)[0]
print("truth: 0.060918998156754909982 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.normalizing.layer-norm/first@zero")
print("returned:", float(got[1]))
