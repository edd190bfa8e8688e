import torch
x = torch.tensor(0.0, dtype=torch.float64)
got = torch.func.grad(lambda x: torch.hypot(x, x)**2)(x)
print("truth: 0 (ball arithmetic, exactly)")
print("source: kink.smooth/hypot-squared@zero, left side")
print("returned:", float(got))
