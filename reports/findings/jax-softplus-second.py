import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array(1.911, dtype=jnp.float32)
y = jnp.array(-1.83, dtype=jnp.float32)
def f(x, y):
    return jnp.stack(jax.grad(lambda x, y: y + jax.nn.softplus(x - y), argnums=(0, 1))(x, y), axis=-1)
got = jnp.stack(jax.jacrev(f, argnums=(0, 1))(x, y), axis=-1)
print("truth: 0.022642957587728654821 (ball arithmetic, 20 correct digits)")
print("source: identity.softmax.two/softplus@generic#0, right side")
print("returned:", float(got[0, 0]))
