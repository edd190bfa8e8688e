import torch
from torch import special
x = torch.tensor(1.0e-30, dtype=torch.float64)
got = torch.func.grad(torch.func.grad(special.i1e))(x)
print("truth: -1 (ball arithmetic, 1 correct digit)")
print("source: special-function.bessel.i1e/second@special#2")
print("returned:", float(got))
