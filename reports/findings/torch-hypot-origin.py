import torch
x = torch.tensor(0.0, dtype=torch.float64)
y = torch.tensor(0.0, dtype=torch.float64)
got = torch.stack(torch.func.grad(torch.hypot, argnums=(0, 1))(x, y), dim=-1)
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: special.binary.hypot/first@special#8")
print("returned:", float(got[0]))
