import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([1.795], dtype='float64')
got = grad(lambda x: mx.np.quantile(x, q=0.25, axis=None), x)[0]
print("truth: 1 (ball arithmetic, 1 correct digit)")
print("source: primitive.sorting.middle/quantile[n=1]@generic#0")
print("returned:", float(got[0]))
