import torch
A = torch.tensor([[1.3, 0.7], [1.1, 0.6]], dtype=torch.float64)
E = torch.tensor([[0.3, -1.0], [-1.5, 0.7]], dtype=torch.float64)
G = torch.tensor([[1.0, 0.5], [-2.0, 0.25]], dtype=torch.float64)
got = torch.func.vjp(torch.func.grad(lambda A: torch.sum(G*torch.linalg.pinv(A))), A)[1](E)[0]
print("truth: 10772025.000000050531 (ball arithmetic, 20 correct digits)")
print("source: primitive.solver.least-squares/pinv-second[m=2,n=2]@nearly-dependent")
print("returned:", float(got[0, 0]))
