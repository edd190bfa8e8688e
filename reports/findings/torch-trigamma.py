import torch
x = torch.tensor(1.478, dtype=torch.float64)
got = torch.func.grad(torch.digamma)(x)
print("truth: 0.95338300275751208809 (ball arithmetic, 20 correct digits)")
print("source: primitive.unary.positive.digamma/first@generic#2")
print("returned:", float(got))
