import torch
from torch import special
x = torch.tensor(5.0, dtype=torch.float64)
got = special.bessel_j0(x)
print("truth: -0.17759677131433830435 (ball arithmetic, 20 correct digits)")
print("source: special-function.bessel.j0/value@special#4")
print("returned:", float(got))
