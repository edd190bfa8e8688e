import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
def jvp(f, xs, vs):
    with tf.autodiff.ForwardAccumulator(xs := [tf.identity(x) for x in xs], vs) as accumulator:
        y = f(*xs)
    return accumulator.jvp(y, unconnected_gradients="zero")
t = tf.constant(1.873, tf.float64)
w = tf.constant([-0.159, -1.679, 0.453], tf.float64)
def f(t):
    return tf.tensordot(w, tf.math.cumulative_logsumexp(tf.stack((t, -2*t, t/2), axis=0), axis=0), 1)
got = grad(lambda t: jvp(f, [t], [tf.ones_like(t)]), t)[0]
print("truth: -0.021977054145530090196 (ball arithmetic, 20 correct digits)")
print("source: primitive.sorting.logcumsumexp-orders.2/derivative@generic#0")
print("returned:", float(got))
