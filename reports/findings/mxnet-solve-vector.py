import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
A = mx.np.array([[2.0, 0.0], [0.0, 4.0]], dtype='float64')
b = mx.np.array([3.0, 5.0], dtype='float64')
b.attach_grad()
with autograd.record():
    y = mx.np.linalg.solve(A, b)[0]
print("truth: 0.5")
print("source: primitive.linear-algebra.invertible/solve-in-the-right-side")
y.backward()
print("returned:", float(b.grad[0]))
