import tensorflow as tf
from tensorflow.experimental import numpy as tnp
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
def jac(f, *xs):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return tape.jacobian(y, xs, unconnected_gradients="zero", experimental_use_pfor=False)
x = tf.constant(0.0, tf.float64)
y = tf.constant(0.0, tf.float64)
got = tf.stack(jac(lambda x, y: tf.stack(grad(tnp.logaddexp, x, y), axis=-1), x, y), axis=-1)
print("truth: 0.25 (ball arithmetic, 2 correct digits)")
print("source: special.binary.logaddexp/second@special#8")
print("returned:", float(got[0, 0]))
