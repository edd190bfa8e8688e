import tensorflow as tf
x = tf.constant(float("inf"), tf.float64)
got = tf.math.erf(x)
print("truth: 1 (ball arithmetic, 1 correct digit)")
print("source: special.unary.erf/value@special#7")
print("returned:", float(got))
