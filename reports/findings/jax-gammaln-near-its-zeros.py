import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(1.44, dtype=jnp.float64)
got = special.gammaln(x)
print("truth: -0.12125837126632941079 (ball arithmetic, 20 correct digits)")
print("source: primitive.unary.positive.lgamma/value@generic#0")
print("returned:", float(got))
