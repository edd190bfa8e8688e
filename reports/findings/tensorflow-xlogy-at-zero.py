import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant([0.0, -1.25, 0.5], tf.float64)
y = tf.constant([0.875, 0.5, 1.75], tf.float64)
w = tf.constant([0.75, -1.5, 2.0], tf.float64)
got = grad(lambda x: tf.tensordot(w, tf.math.xlogy(x, y), 1), x)[0]
print("truth: -0.10014854446839196736 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.xlogy/first-argument[n=3]@zero, left side")
print("returned:", float(got[0]))
