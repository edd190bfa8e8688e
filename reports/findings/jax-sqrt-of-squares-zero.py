import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
v = jnp.array([0.0], dtype=jnp.float64)
got = jax.grad(lambda v: jnp.sqrt(jnp.sum(v**2, axis=None)))(v)
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: exercise.norm/root-of-the-squares-at-zero[n=1]@zero-1")
print("returned:", float(got[0]))
