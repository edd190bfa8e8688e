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
x = tf.constant(-1.0, tf.float64)
def f(x):
    return jvp(lambda x: 3*x**4 - 4*x**3 - 12*x**2, [x], [tf.ones_like(x)])
got = grad(lambda x: jvp(f, [x], [tf.ones_like(x)]), x)[0]
print("truth: -96 (ball arithmetic, correct digits only)")
print("source: optimization.quartic/third-derivative@minus-one, left side")
print("returned:", got)
