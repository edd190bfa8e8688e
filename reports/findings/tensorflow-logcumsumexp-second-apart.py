import tensorflow as tf
def jvp(f, xs, vs):
    with tf.autodiff.ForwardAccumulator(xs := [tf.identity(x) for x in xs], vs) as accumulator:
        y = f(*xs)
    return accumulator.jvp(y, unconnected_gradients="zero")
x = tf.constant([-30.0, 30.0, 0.0], tf.float64)
w = tf.constant([0.75, -1.5, 2.0], tf.float64)
def g(x):
    return tf.tensordot(w, tf.math.cumulative_logsumexp(x, axis=0), 1)
def f(x):
    return tf.stack([jvp(g, [x], [unit]) for unit in tf.eye(3, dtype=x.dtype)], axis=-1)
got = tf.stack([jvp(f, [x], [unit]) for unit in tf.eye(3, dtype=x.dtype)], axis=-1)
print("truth: 4.3782553813466213667e-27 (ball arithmetic, 20 correct digits)")
print("source: primitive.sorting.logcumsumexp/second@apart")
print("returned:", float(got[0, 0]))
