import torch
import torch.nn.functional as F
x = torch.tensor(20.5, dtype=torch.float64)
got = F.softplus(x)
print("truth: 20.500000001250152866 (ball arithmetic, 20 correct digits)")
print("source: special.unary.softplus/value@special#2")
print("returned:", float(got))
