import torch
x = torch.tensor(9.0, dtype=torch.float64)
got = torch.func.grad(torch.tanh)(x)
print("truth: 6.0919917123232291941e-8 (ball arithmetic, 20 correct digits)")
print("source: special.unary.tanh/first@special#4")
print("returned:", float(got))
