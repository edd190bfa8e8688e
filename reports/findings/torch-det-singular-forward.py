import torch
A = torch.tensor([[1.0, 2.0], [3.0, 6.0]], dtype=torch.float64)
got = torch.func.jacfwd(torch.linalg.det)(A)
print("truth: 6 (ball arithmetic, 1 correct digit)")
print("source: identity.matrices.adjugate/two-by-two@rank-one, left side")
print("returned:", float(got[0, 0]))
