import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array(1.58, dtype='float64')
got = grad(lambda x: mx.npx.leaky_relu(x, act_type='leaky', slope=0.01), x)[0]
print("truth: 1")
print("source: primitive.unary.bent.leaky-relu/first@generic#0")
print("returned:", got)
