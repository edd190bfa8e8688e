import mxnet as mx
from mxnet import autograd
mx.npx.set_np()
x = mx.np.array(20.5, dtype='float64')
got = mx.npx.activation(x, act_type='softrelu')
print("truth: 20.500000001250152866 (ball arithmetic, 20 correct digits)")
print("source: special.unary.softplus/value@special#2")
print("returned:", float(got))
