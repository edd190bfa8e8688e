import tensorflow as tf
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
A = tf.constant([[1.0, 2.0], [3.0, 6.0]], tf.float64)
got = grad(tf.linalg.det, A)[0]
print("truth: 6")
print("source: identity.matrices.adjugate/two-by-two@rank-one, left side")
print("returned:", float(got[0, 0]))
