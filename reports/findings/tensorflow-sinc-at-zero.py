import tensorflow as tf
from tensorflow.experimental import numpy as tnp
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant([0.0, -1.25, 0.5], tf.float64)
w = tf.constant([0.75, -1.5, 2.0], tf.float64)
got = grad(lambda x: tf.tensordot(w, tnp.sinc(x), 1), x)[0]
print("truth: 0 (ball arithmetic, exactly)")
print("source: primitive.array.unary.sinc/gradient[n=3]@zero")
print("returned:", float(got[0]))
