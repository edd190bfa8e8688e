import torch
x = torch.tensor(float("-inf"), dtype=torch.float64)
y = torch.tensor(0.966, dtype=torch.float64)
def f(x, y):
    return torch.stack(torch.func.grad(torch.logaddexp, argnums=(0, 1))(x, y), dim=-1)
got = torch.stack(torch.func.jacrev(f, argnums=(0, 1))(x, y), dim=-1)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special.binary.logaddexp/second@special#3")
print("returned:", float(got[0, 0]))
