import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(0.0, dtype=jnp.float32)
got = jax.grad(lambda x: special.bessel_jn(x, v=1)[1])(x)
print("truth: 0.5 (ball arithmetic, 1 correct digit)")
print("source: special-function.bessel-zero/j1-first@zero, left side")
print("returned:", float(got))
