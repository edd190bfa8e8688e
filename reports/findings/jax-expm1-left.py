import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(-40.0, dtype=jnp.float64)
got = jax.grad(jnp.expm1)(x)
print("truth: 4.2483542552915889953e-18 (ball arithmetic, 20 correct digits)")
print("source: special.unary.expm1/first@special#6")
print("returned:", float(got))
