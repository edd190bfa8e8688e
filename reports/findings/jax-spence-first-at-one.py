import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(1.0, dtype=jnp.float64)
got = jax.grad(special.spence)(x)
print("truth: -1 (ball arithmetic, 1 correct digit)")
print("source: special-function.logarithmic-integrals.spence/first@special#0")
print("returned:", float(got))
