import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(0.0, dtype=jnp.float64)
got = jax.grad(special.i0)(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special-function.bessel.i0/first@special#0")
print("returned:", float(got))
