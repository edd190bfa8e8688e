import torch
x = torch.tensor(-40.0, dtype=torch.float64)
got = torch.func.grad(torch.expm1)(x)
print("truth: 4.2483542552915889953e-18 (ball arithmetic, 20 correct digits)")
print("source: special.unary.expm1/first@special#6")
print("returned:", float(got))
