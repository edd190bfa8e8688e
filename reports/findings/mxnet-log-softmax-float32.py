import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def jac(f, *xs):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    units = mx.np.eye(y.size, dtype=y.dtype).reshape(y.size, *y.shape)
    rows = [autograd.grad([y], xs, head_grads=[unit], retain_graph=True) for unit in units]
    parts = [mx.np.stack([part.as_np_ndarray() for part in parts]) for parts in zip(*rows)]
    return [part.reshape(*y.shape, *x.shape) for part, x in zip(parts, xs)]
x = mx.np.array([-1.688], dtype='float32')
got = jac(lambda x: mx.npx.log_softmax(x, axis=-1), x)[0]
print("truth: 0 (ball arithmetic, exactly)")
print("source: primitive.closed-form.normalizing/log-softmax[n=1]@generic#0, left side")
print("returned:", float(got[0, 0]))
