import torch
t = torch.tensor(1.873, dtype=torch.float64)
w = torch.tensor([-0.159, -1.679, 0.453], dtype=torch.float64)
def f(t):
    return torch.dot(w, torch.logcumsumexp(torch.stack((t, -2*t, t/2), dim=0), dim=0))
got = torch.func.jvp(torch.func.grad(f), (t,), (torch.ones_like(t),))[1]
print("truth: -0.021977054145530090196 (ball arithmetic, 20 correct digits)")
print("source: primitive.sorting.logcumsumexp-orders.2/derivative@generic#0")
print("returned:", float(got))
