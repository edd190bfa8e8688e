import torch
A = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)
B = torch.tensor([[5.0, 6.0], [7.0, 8.0]], dtype=torch.float64)
print("truth: 15")
print("source: identity.matrices.kronecker/jacobian")
print("returned:", float(torch.kron(B, A.T)[0, 1]))
