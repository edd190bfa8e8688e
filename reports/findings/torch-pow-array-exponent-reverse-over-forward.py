import torch
x = torch.tensor(-1.0, dtype=torch.float64)
got = torch.func.grad(torch.func.jacfwd(lambda x: torch.pow(x, torch.tensor(-2.0, dtype=torch.float64))))(x)
print("truth: 6 (ball arithmetic, 1 correct digit)")
print("source: special.power.-2/array-second@minus-one")
print("returned:", float(got))
