import torch
x = torch.tensor(40.0, dtype=torch.float64)
got = torch.func.grad(torch.sigmoid)(x)
print("truth: 4.2483542552915889592e-18 (ball arithmetic, 20 correct digits)")
print("source: special.unary.sigmoid/first@special#2")
print("returned:", float(got))
