import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array(-2.49, dtype='float64')
def f(x):
    return mx.nd.hard_sigmoid(x.as_nd_ndarray(), alpha=0.16666666666666666, beta=0.5).as_np_ndarray()
got = grad(f, x)[0]
print("truth: 0.16666666666666666667 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.straight.hard-sigmoid/first@generic#1")
print("returned:", float(got))
