import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
x = mx.np.array([1.5, -0.5, 1.5], dtype='float64')
x.attach_grad()
with autograd.record():
    y = mx.np.max(x)
y.backward()
print("truth: 1")  # max(x + t) = max(x) + t, so the entries of every subgradient sum to 1
print("source: primitive.tie.reduction.max/gradient@two-large")
print("returned:", float(x.grad.sum()))
