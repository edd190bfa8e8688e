import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(8.0, dtype=jnp.float64)
y = jnp.array(0.334, dtype=jnp.float64)
got = jnp.stack(jax.grad(special.betaln, argnums=(0, 1))(x, y), axis=-1)
print("truth: -5.184465847609317081 (ball arithmetic, 19 correct digits)")
print("source: special-function.betaln/first@special#3")
print("returned:", float(got[1]))
