import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(float("-inf"), dtype=jnp.float64)
got = jax.nn.silu(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special.unary.silu/value@special#8")
print("returned:", float(got))
