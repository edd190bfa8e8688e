import torch
S = torch.tensor([[-0.093]], dtype=torch.float64)
got = torch.func.jacfwd(torch.func.jacfwd(lambda x: torch.linalg.det(x)**2))(S + 3*torch.eye(1, dtype=torch.float64))
print("truth: 2 (ball arithmetic, 1 correct digit)")
print("source: identity.symmetry.matrix/det[n=1]@generic#0, left side")
print("returned:", float(got[0, 0, 0, 0]))
