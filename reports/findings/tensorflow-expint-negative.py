import tensorflow as tf
x = tf.constant(-1.0, tf.float64)
got = tf.math.special.expint(x)
print("truth: -0.21938393439552027368 (ball arithmetic, 20 correct digits)")
print("source: special-function.logarithmic-integrals.expi/value@special#1")
print("returned:", float(got))
