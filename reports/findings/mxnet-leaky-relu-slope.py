import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([-1.489], dtype='float64')
w = mx.np.array([1.528], dtype='float64')
def f(x):
    return mx.np.dot(w, mx.npx.leaky_relu(x, act_type='leaky', slope=0.01))
got = grad(f, x)[0]
print("truth: 0.015280000000000000249 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.bent.leaky-relu/gradient[n=1]@generic#1")
print("returned:", float(got[0]))
