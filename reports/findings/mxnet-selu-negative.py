import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([-2.128], dtype='float64')
w = mx.np.array([-0.951], dtype='float64')
got = grad(lambda x: mx.np.dot(w, mx.npx.leaky_relu(x, act_type='selu')), x)[0]
print("truth: -0.19908808561888165881 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.array.selu/gradient[n=1]@generic#1")
print("returned:", float(got[0]))
