import torch
A = torch.tensor([[0.0, 0.0], [0.0, 0.0]], dtype=torch.float64)
a = torch.reshape(torch.func.jacrev(torch.func.grad(torch.linalg.det))(A), (4, 4))
got = torch.reshape(torch.matmul(a, torch.reshape(A + 1, (4,))), (2, 2))
print("truth: 1 (ball arithmetic, 1 correct digit)")
print("source: special.determinant/second[n=2]@special#0")
print("returned:", float(got[0, 0]))
