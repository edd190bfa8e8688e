import tensorflow as tf
from tensorflow.experimental import numpy as tnp
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(0.0, tf.float64)
y = tf.constant(0.0, tf.float64)
got = tf.stack(grad(tnp.logaddexp2, x, y), axis=-1)
print("truth: 0.5 (ball arithmetic, 1 correct digit)")
print("source: special-function.logaddexp2/first@special#6")
print("returned:", float(got[0]))
