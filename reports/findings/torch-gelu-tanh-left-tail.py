import torch
import torch.nn.functional as F
x = torch.tensor(-10.0, dtype=torch.float64)
got = F.gelu(x, approximate='tanh')
print("truth: -1.2040923482098059937e-37 (ball arithmetic, 20 correct digits)")
print("source: primitive.activation.smooth.gelu-tanh/value@special#3")
print("returned:", float(got))
