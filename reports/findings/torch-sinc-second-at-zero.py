import torch
x = torch.tensor(0.0, dtype=torch.float64)
got = torch.func.grad(torch.func.grad(torch.sinc))(x)
print("truth: -3.2898681336964528729 (ball arithmetic, 20 correct digits)")
print("source: special.unary.sinc/second@special#0")
print("returned:", float(got))
