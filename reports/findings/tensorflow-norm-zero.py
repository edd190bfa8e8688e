import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
v = tf.constant([0.0], tf.float64)
got = grad(lambda v: tf.norm(v, axis=None), v)[0]
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: exercise.norm/gradient-at-zero[n=1]@zero-1")
print("returned:", float(got[0]))
