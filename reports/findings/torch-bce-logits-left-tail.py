import torch
import torch.nn.functional as F
x = torch.tensor([-40.0], dtype=torch.float64)
t = torch.tensor([0.0], dtype=torch.float64)
got = F.binary_cross_entropy_with_logits(x, t)
print("truth: 4.2483542552915889863e-18 (ball arithmetic, 20 correct digits)")
print("source: primitive.loss.binary-cross-entropy-with-logits/value[n=1]@one-right")
print("returned:", float(got))
