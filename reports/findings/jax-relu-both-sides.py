import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(0.0, dtype=jnp.float64)
got = jax.grad(lambda x: jax.nn.relu(x) - jax.nn.relu(-x))(x)
print("truth: 1 (ball arithmetic, 1 correct digit)")
print("source: kink.parts/relu@zero, left side")
print("returned:", float(got))
