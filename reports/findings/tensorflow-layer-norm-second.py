import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
def jac(f, *xs):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return tape.jacobian(y, xs, unconnected_gradients="zero", experimental_use_pfor=False)
x = tf.constant([1.428, 0.557, -0.607], tf.float64)
w = tf.constant([0.113, 0.621, 1.368], tf.float64)
def f(x):
    return tf.tensordot(w, tf.keras.ops.layer_normalization(x, axis=-1, epsilon=1e-05), 1)
got = jac(lambda x: grad(f, x)[0], x)[0]
print("truth: -0.27063362285108232862 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.normalizing.layer-norm/second@generic#1")
print("returned:", float(got[1, 0]))
