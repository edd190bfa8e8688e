import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array(0.0, dtype='float64')
y = mx.np.array(0.0, dtype='float64')
got = mx.np.stack(grad(mx.np.hypot, x, y), axis=-1)
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: special.binary.hypot/first@special#8")
print("returned:", float(got[0]))
