import tensorflow as tf
from tensorflow.experimental import numpy as tnp
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant([-0.143, 1.136, 0.065], tf.float64)
w = tf.constant([0.397, 1.173, 0.301], tf.float64)
got = grad(lambda x: tf.tensordot(w, tnp.sinc(x), 1), x)[0]
print("truth: -0.064098268029508183364 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.unary.sinc/gradient[n=3]@generic#1")
print("returned:", float(got[2]))
