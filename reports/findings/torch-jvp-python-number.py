import torch
x = torch.tensor(-1.5, dtype=torch.float32)
value, tangent = torch.func.jvp(lambda x: x + 0.25, (x,), (torch.ones_like(x),))
print("truth: 4 (bytes of a float32, the dtype of x and of x + 0.25)")
print("returned:", tangent.element_size())
