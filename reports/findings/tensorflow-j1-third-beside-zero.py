import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(0.0001, tf.float64)
got = grad(lambda x: grad(lambda x: grad(tf.math.special.bessel_j1, x)[0], x)[0], x)[0]
print("truth: -0.37499999843750000114 (ball arithmetic, 20 correct digits)")
print("source: special-function.bessel-zero/j1-beside@beside")
print("returned:", float(got))
