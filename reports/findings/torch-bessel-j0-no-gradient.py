import torch
from torch import special
x = torch.tensor(1.583, dtype=torch.float64)
got = torch.func.grad(special.bessel_j0)(x)
print("truth: -0.56815013748713799334 (ball arithmetic, 20 correct digits)")
print("source: special-function.bessel.j0/first@generic#0")
print("returned:", float(got))
