import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array([1000.0, 1000.5, 1001.0], dtype=jnp.float64)
got = jax.nn.standardize(x, axis=-1, epsilon=1e-05)
print("truth: -1.2247081306987702119 (ball arithmetic, 20 correct digits)")
print("source: special.normalizing.layer-norm/value@shifted")
print("returned:", float(got[0]))
