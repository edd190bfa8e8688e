import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array([-0.143, 1.136, 0.065], dtype=jnp.float64)
w = jnp.array([0.397, 1.173, 0.301], dtype=jnp.float64)
got = jax.grad(lambda x: jnp.dot(w, jnp.sinc(x)))(x)
print("truth: -0.064098268029508183364 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.unary.sinc/gradient[n=3]@generic#1")
print("returned:", float(got[2]))
