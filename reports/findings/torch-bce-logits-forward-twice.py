import torch
import torch.nn.functional as F
x = torch.tensor([1.992], dtype=torch.float64)
t = torch.tensor([0.4639], dtype=torch.float64)
got = torch.func.jacfwd(torch.func.jacfwd(lambda x: F.binary_cross_entropy_with_logits(x, t)))(x)
print("truth: 0.1056345268768937")
print("source: primitive.loss.binary-cross-entropy-with-logits/second[n=1]@generic#0, left side")
print("returned:", got)
