import tensorflow as tf
x = tf.constant(0.00000001, tf.float32)
got = tf.math.erfinv(x)
print("truth: 8.8622692006673962376e-9 (ball arithmetic, 20 correct digits)")
print("source: special.unary.erfinv/value@special#1")
print("returned:", float(got))
