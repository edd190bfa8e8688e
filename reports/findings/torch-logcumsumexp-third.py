import torch
t = torch.tensor(-1.17, dtype=torch.float64)
w = torch.tensor([0.201, 1.083, -0.267], dtype=torch.float64)
def f(t):
    return torch.dot(w, torch.logcumsumexp(torch.stack((t, -2*t, t/2), dim=0), dim=0))
got = torch.func.grad(torch.func.grad(torch.func.grad(f)))(t)
print("truth: 0.4584281953578532745 (ball arithmetic, 19 correct digits)")
print("source: primitive.sorting.logcumsumexp-orders.3/derivative@generic#0")
print("returned:", float(got))
