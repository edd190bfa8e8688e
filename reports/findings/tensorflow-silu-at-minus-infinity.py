import tensorflow as tf
x = tf.constant(float("-inf"), tf.float64)
got = tf.nn.silu(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special.unary.silu/value@special#8")
print("returned:", float(got))
