import torch
x = torch.tensor(0.00000001, dtype=torch.float64)
got = torch.func.grad(torch.sinc)(x)
print("truth: -3.2898681336964526171e-8 (ball arithmetic, 20 correct digits)")
print("source: special.unary.sinc/first@special#3")
print("returned:", float(got))
