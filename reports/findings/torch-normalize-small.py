import torch
import torch.nn.functional as F
x = torch.tensor([1.0e-30, 1.0e-30, 1.0e-30], dtype=torch.float32)
got = F.normalize(x, dim=-1, eps=0.0)
print("truth: 0.57735026918962576451 (ball arithmetic, 20 correct digits)")
print("source: special.normalizing.normalize/value@special#1")
print("returned:", float(got[0]))
