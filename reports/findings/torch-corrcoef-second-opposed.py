import torch
X = torch.tensor([[1.0, 2.0, 4.0], [-3.0, -6.0, -12.0]], dtype=torch.float64)
W = torch.tensor([[1.0, -2.0], [3.0, 0.5]], dtype=torch.float64)
v = torch.tensor([[1.0, -1.0, 0.5], [0.25, 2.0, 1.0]], dtype=torch.float64)
got = torch.func.vjp(torch.func.grad(lambda X: torch.sum(W*torch.corrcoef(X))), X)[1](v)[0]
print("truth: -0.061224489795918367347 (ball arithmetic, 20 correct digits)")
print("source: primitive.contraction.covariance/corrcoef-second@opposed")
print("returned:", float(got[1, 1]))
