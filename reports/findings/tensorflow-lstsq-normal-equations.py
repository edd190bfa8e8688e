import tensorflow as tf
A = tf.constant([[1.3, 0.7], [1.1, 0.6]], tf.float32)
b = tf.constant([1.0, -2.0], tf.float32)
got = tf.linalg.lstsq(A, b[:, None])[:, 0]
print("truth: -370.00003695491571421 (ball arithmetic, 20 correct digits)")
print("source: primitive.solver.least-squares/solution[m=2,n=2]@nearly-dependent, left side")
print("returned:", float(got[1]))
