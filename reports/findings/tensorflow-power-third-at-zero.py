import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(0.0, tf.float64)
def f(x):
    return grad(lambda x: grad(lambda x: 3*x**4 - 4*x**3 - 12*x**2, x)[0], x)[0]
got = grad(f, x)[0]
print("truth: -24 (ball arithmetic, 2 correct digits)")
print("source: optimization.quartic/third-derivative@zero, left side")
print("returned:", float(got))
