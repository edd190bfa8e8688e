import torch
import torch.nn.functional as F
p = torch.tensor([0.25], dtype=torch.float64)
t = torch.tensor([0.0], dtype=torch.float64)
def f(p):
    return F.binary_cross_entropy(p, t)
got = torch.stack([torch.func.vjp(torch.func.grad(f), p)[1](unit)[0] for unit in torch.eye(1, dtype=p.dtype)])
print("truth: 1.7777777777777777778 (ball arithmetic, 20 correct digits)")
print("source: primitive.loss.binary-cross-entropy/second[n=1]@zero-target")
print("returned:", float(got[0, 0]))
