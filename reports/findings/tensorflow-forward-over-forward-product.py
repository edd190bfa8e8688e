import tensorflow as tf
def jvp(f, xs, vs):
    with tf.autodiff.ForwardAccumulator(xs := [tf.identity(x) for x in xs], vs) as accumulator:
        y = f(*xs)
    return accumulator.jvp(y, unconnected_gradients="zero")
x = tf.constant(3.0, tf.float64)
def f(x):
    a = x + 1
    return a*a*a
got = jvp(lambda x: jvp(f, [x], [tf.ones_like(x)]), [x], [tf.ones_like(x)])
print("truth: 24 (ball arithmetic, 2 correct digits)")
print("source: composition.shared-factor/cube@three, left side")
print("returned:", float(got))
