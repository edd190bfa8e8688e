import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(-1.704, tf.float64)
got = grad(lambda x: tf.nn.leaky_relu(x, alpha=0.01), x)[0]
print("truth: 0.01 (ball arithmetic, 1 correct digit)")
print("source: primitive.unary.bent.leaky-relu/first@generic#2")
print("returned:", float(got))
