import torch
import torch.nn.functional as F
x = torch.tensor(-2.49, dtype=torch.float64)
got = torch.func.grad(F.hardsigmoid)(x)
print("truth: 0.16666666666666666667 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.straight.hard-sigmoid/first@generic#1")
print("returned:", float(got))
