import torch
A = torch.tensor([[0.5, -1.0], [0.75, -1.5]], dtype=torch.float32)
got = torch.func.grad(lambda A: 1000000.0*torch.trace(torch.linalg.matrix_exp(A)))(A)
print("truth: 1316060.2794142788392 (ball arithmetic, 20 correct digits)")
print("source: primitive.matrix-function.exponential/long-adjoint[n=2]@full, left side")
print("returned:", float(got[0, 0]))
