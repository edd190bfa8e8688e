import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(0.0, dtype=jnp.float64)
got = jax.grad(jax.grad(lambda x: jax.nn.relu(x)**2 + jax.nn.relu(-x)**2))(x)
print("truth: 2 (ball arithmetic, 1 correct digit)")
print("source: kink.smooth/relu-both-sides-twice@zero, left side")
print("returned:", float(got))
