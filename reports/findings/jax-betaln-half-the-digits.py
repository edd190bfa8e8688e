import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(8.0, dtype=jnp.float64)
y = jnp.array(0.334, dtype=jnp.float64)
got = special.betaln(x, y)
print("truth: 0.30279203474488020251 (ball arithmetic, 20 correct digits)")
print("source: special-function.betaln/value@special#3")
print("returned:", float(got))
