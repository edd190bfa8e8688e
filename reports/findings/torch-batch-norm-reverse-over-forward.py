import torch
import torch.nn.functional as F
X = torch.tensor([[-1.849, 0.891], [-1.419, -0.977], [0.31, 1.837]], dtype=torch.float64)
w = torch.tensor([1.015, -1.547], dtype=torch.float64)
def f(X):
    return torch.sum(F.batch_norm(X, None, None, training=True, eps=1e-05)**3*w)
got = torch.func.vjp(torch.func.jacfwd(f), X)[1](X + 1)[0]
print("truth: -0.33025691868587171727 (ball arithmetic, 20 correct digits)")
print("source: primitive.norm.batch/second@generic#1")
print("returned:", float(got[2, 0]))
