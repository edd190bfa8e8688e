import torch
import torch.nn.functional as F
x = torch.tensor([1.428, 0.557, -0.607], dtype=torch.float64)
w = torch.tensor([0.113, 0.621, 1.368], dtype=torch.float64)
got = torch.func.jacfwd(torch.func.jacfwd(lambda x: torch.dot(w, F.layer_norm(x, (3,), eps=1e-05))))(x)
print("truth: 0.12232623414520916136 (ball arithmetic, 20 correct digits)")
print("source: primitive.array.normalizing.layer-norm/second@generic#1")
print("returned:", float(got[0, 2]))
