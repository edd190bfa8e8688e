import torch
t = torch.tensor(0.04, dtype=torch.float64)
J = torch.tensor([[0.0, -1.0], [1.0, 0.0]], dtype=torch.float64)
got = torch.linalg.matrix_exp(t*J)
print("truth: -0.039989334186634160285 (ball arithmetic, 20 correct digits)")
print("source: primitive.matrix-function.degrees/value@eight, left side")
print("returned:", float(got[0, 1]))
