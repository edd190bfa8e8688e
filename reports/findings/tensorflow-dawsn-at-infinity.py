import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(float("inf"), tf.float64)
got = grad(tf.math.special.dawsn, x)[0]
print("truth: 0 (ball arithmetic, exactly)")
print("source: special-function.integrals.dawsn/first@special#7")
print("returned:", float(got))
