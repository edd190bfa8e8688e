import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
x = tf.constant(-0.298, tf.float64)
got = grad(lambda x: tf.nn.gelu(x, approximate=False), x)[0]
print("truth: 0.26913002764464612513 (ball arithmetic, 20 correct digits)")
print("source: primitive.unary.line.gelu/first@generic#0")
print("returned:", float(got))
