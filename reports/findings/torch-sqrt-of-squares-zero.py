import torch
v = torch.tensor([0.0], dtype=torch.float64)
got = torch.func.grad(lambda v: torch.sqrt(torch.sum(v**2)))(v)
print("truth: [-1.0, 1.0] (ball arithmetic: every value between is legal)")
print("source: exercise.norm/root-of-the-squares-at-zero[n=1]@zero-1")
print("returned:", float(got[0]))
