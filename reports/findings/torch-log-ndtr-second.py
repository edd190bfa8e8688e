import torch
from torch import special
x = torch.tensor(-100.0, dtype=torch.float32)
got = torch.func.grad(torch.func.grad(special.log_ndtr))(x)
print("truth: -0.99990005995005173655 (ball arithmetic, 20 correct digits)")
print("source: special-function.log-ndtr-tail/second@farther")
print("returned:", float(got))
