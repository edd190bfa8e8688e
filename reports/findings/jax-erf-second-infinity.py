import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(float("inf"), dtype=jnp.float64)
got = jax.grad(jax.grad(special.erf))(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special.unary.erf/second@special#7")
print("returned:", float(got))
