import torch
import torch.nn.functional as F
x = torch.tensor(40.0, dtype=torch.float64)
got = torch.func.grad(torch.func.grad(F.logsigmoid))(x)
print("truth: -4.2483542552915889592e-18 (ball arithmetic, 20 correct digits)")
print("source: special.unary.log-sigmoid/second@special#4")
print("returned:", float(got))
