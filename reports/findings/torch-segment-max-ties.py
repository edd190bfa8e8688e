import torch
x = torch.tensor([2.0, 0.5, 0.5, 0.5], dtype=torch.float64)
lengths = torch.tensor([1, 3])
got = torch.func.grad(lambda x: -torch.segment_reduce(x, "max", lengths=lengths, axis=0)[1])(x)
print("truth: -1")  # -max(x + t) = -max(x) - t, so the entries of every subgradient sum to -1
print("source: primitive.gathering.segments.segment-max/following@ties")
print("returned:", float(got.sum()))
