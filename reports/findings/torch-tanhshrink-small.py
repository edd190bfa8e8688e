import torch
import torch.nn.functional as F
x = torch.tensor(1.0e-30, dtype=torch.float64)
got = torch.func.grad(F.tanhshrink)(x)
print("truth: 1.0000000000000001667e-60 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.smooth.tanhshrink/first@special#1")
print("returned:", float(got))
