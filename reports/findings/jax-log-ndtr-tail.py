import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(-38.0, dtype=jnp.float32)
got = jax.grad(special.log_ndtr)(x)
print("truth: 38.026279466575868988 (ball arithmetic, 20 correct digits)")
print("source: special-function.normal.log-ndtr/first@special#8")
print("returned:", float(got))
