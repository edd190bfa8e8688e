import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(20.0, tf.float32)
got = grad(lambda x: grad(tf.math.softplus, x)[0], x)[0]
print("truth: 2.0611536139418493437e-9 (ball arithmetic, 20 correct digits)")
print("source: special.unary.softplus/second@special#1")
print("returned:", float(got))
