import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([1.548, 0.661], dtype='float64')
got = grad(lambda x: mx.np.std(x, axis=None, ddof=0), x)[0]
print("truth: -0.5 (ball arithmetic, 1 correct digit)")
print("source: primitive.reduction.spread.std/first[n=2]@generic#0")
print("returned:", float(got[1]))
