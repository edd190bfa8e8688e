import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([-1.597], dtype='float64')
w = mx.np.array([1.88], dtype='float64')
got = grad(lambda x: mx.np.dot(w, mx.np.degrees(x)), x)[0]
print("truth: 107.71606548459475714 (ball arithmetic, 20 correct digits)")
print("source: special-function.array.line.rad2deg/gradient[n=1]@generic#1")
print("returned:", float(got[0]))
