import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
x = mx.np.array([-1.118, 0.468, -1.601], dtype='float64')
a = mx.np.array([1.292, 1.896, -0.917], dtype='float64')
got = mx.npx.leaky_relu(x.reshape((1, -1)), a.reshape((-1,)), act_type='prelu').reshape((3,))
print("truth: -1.4444560000000001771 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.prelu/value[n=3]@generic#0")
print("returned:", float(got[0]))
