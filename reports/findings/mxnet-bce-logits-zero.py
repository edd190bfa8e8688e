import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
x = mx.np.array([0.0], dtype='float64')
t = mx.np.array([0.25], dtype='float64')
def f(x):
    return mx.np.reshape(mx.gluon.loss.SigmoidBCELoss()(mx.np.reshape(x, (1, -1)), mx.np.reshape(t, (1, -1))), ())
got = grad(f, x)[0]
print("truth: 0.25 (ball arithmetic, 2 correct digits)")
print("source: primitive.loss.binary-cross-entropy-with-logits/prediction[n=1]@one-zero")
print("returned:", float(got[0]))
