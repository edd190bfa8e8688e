import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(0.0, tf.float64)
got = grad(lambda x: grad(lambda x: tf.abs(x)**2, x)[0], x)[0]
print("truth: 2 (ball arithmetic, 1 correct digit)")
print("source: kink.smooth/abs-squared-twice@zero, left side")
print("returned:", float(got))
