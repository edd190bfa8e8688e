import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(-1000.0, dtype=jnp.float32)
got = jax.grad(jax.grad(special.log_ndtr))(x)
print("truth: -0.99999900000599995 (ball arithmetic, 17 correct digits)")
print("source: special-function.normal.log-ndtr/second@special#10")
print("returned:", float(got))
