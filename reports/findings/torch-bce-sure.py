import torch
import torch.nn.functional as F
p = torch.tensor([0.0], dtype=torch.float64)
t = torch.tensor([0.0], dtype=torch.float64)
got = torch.func.grad(lambda p: F.binary_cross_entropy(p, t))(p)
print("truth: 1 (ball arithmetic, 1 correct digit)")
print("source: primitive.loss.binary-cross-entropy/prediction[n=1]@one-sure")
print("returned:", float(got[0]))
