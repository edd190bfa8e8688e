import torch
x = torch.tensor([0.0, 0.0, 0.0], dtype=torch.float64)
b = torch.tensor(0.75, dtype=torch.float64)
a = torch.tensor(-1.5, dtype=torch.float64)
def f(x):
    return torch.dot(torch.stack((b, a, torch.tensor(2.0, dtype=torch.float64)), dim=0), torch.cumprod(x, dim=0))
got = torch.func.jacfwd(torch.func.jacfwd(f))(x)
print("truth: -1.5 (ball arithmetic, 2 correct digits)")
print("source: special.cumulative.cumprod/second@special#0")
print("returned:", float(got[1, 0]))
