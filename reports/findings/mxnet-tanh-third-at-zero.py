import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    inner = autograd.is_recording()
    xs = [x.copy() if x.grad is None else x for x in xs]
    [x.attach_grad() for x in xs if x.grad is None]
    with autograd.record():
        y = f(*xs)
    parts = autograd.grad([y], xs, head_grads=[v], retain_graph=True, create_graph=inner)
    return [part.as_np_ndarray() for part in parts]
x = mx.np.array(0.0, dtype='float64')
got = grad(lambda x: grad(lambda x: grad(mx.np.tanh, x)[0], x)[0], x)[0]
print("truth: -2 (ball arithmetic, 1 correct digit)")
print("source: order.line.tanh/third@zero")
print("returned:", float(got))
