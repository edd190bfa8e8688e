import jax
from jax.scipy import special
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(1.478, dtype=jnp.float32)
got = special.digamma(x)
print("truth: 0.015721264449761913655 (ball arithmetic, 20 correct digits)")
print("source: primitive.unary.positive.digamma/value@generic#2")
print("returned:", float(got))
