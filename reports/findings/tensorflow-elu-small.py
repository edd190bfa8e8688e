import tensorflow as tf
x = tf.constant(-0.00000001, tf.float32)
got = tf.nn.elu(x)
print("truth: -9.9999998892252910652e-9 (ball arithmetic, 20 correct digits)")
print("source: special.unary.elu/value@special#3")
print("returned:", float(got))
