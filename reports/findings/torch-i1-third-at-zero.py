import torch
from torch import special
x = torch.tensor(0.0, dtype=torch.float64)
got = torch.func.grad(torch.func.grad(torch.func.grad(special.i1)))(x)
print("truth: 0.375 (ball arithmetic, 3 correct digits)")
print("source: special-function.bessel-zero/i1-third@zero, left side")
print("returned:", float(got))
