import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(0.0001, dtype=jnp.float64)
got = jax.grad(jax.grad(jax.grad(special.i1)))(x)
print("truth: 0.37500000156250000114 (ball arithmetic, 20 correct digits)")
print("source: special-function.bessel-zero/i1-beside@beside")
print("returned:", float(got))
