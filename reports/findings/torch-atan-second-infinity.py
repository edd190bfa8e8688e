import torch
x = torch.tensor(float("inf"), dtype=torch.float64)
got = torch.func.grad(torch.func.grad(torch.atan))(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: special.unary.atan/second@special#4")
print("returned:", float(got))
