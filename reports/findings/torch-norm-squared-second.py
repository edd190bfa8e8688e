import torch
x = torch.tensor([0.0, 0.0, 0.0], dtype=torch.float64)
got = torch.func.jacrev(torch.func.grad(lambda x: torch.linalg.vector_norm(x, dim=None)**2))(x)
print("truth: 2 (ball arithmetic, 1 correct digit)")
print("source: kink.vector/norm-squared-twice@zeros, left side")
print("returned:", float(got[0, 0]))
