"""Activations, losses and normalizations. Corners are kept off the numbers that expressions are made of."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family, listed

ACTIVATIONS = {
    **{name: f"{name}({{}})" for name in ("softsign", "tanhshrink", "selu", "celu", "gelu_tanh", "squareplus")},
    **{
        name: f"{name}(1.3*{{}})"
        for name in ("hard_tanh", "hard_sigmoid", "hard_swish", "relu6", "sparse_plus", "sparse_sigmoid")
    },
    "softshrink": "softshrink({}, threshold=0.4)",
    "hardshrink": "hardshrink({}, threshold=0.4)",
    "threshold": "threshold({}, 0.3, -2)",
}
LOSSES = {
    **{
        name: f"{name}({{}}, {{}})"
        for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss", "binary_cross_entropy_with_logits",
                     "poisson_nll_loss", "hinge_loss", "squared_hinge_loss")
    },
    "binary_cross_entropy": "binary_cross_entropy(0.5 + 0.25*sin({}), {})",
    "kl_div": "kl_div({}, 2 + sin({}))",
}  # fmt: skip


@family(" ".join(ACTIVATIONS))
def activation(g: Grower, shape: Shape, depth: int) -> str:
    return ACTIVATIONS[g.pick(g.among(*ACTIVATIONS))].format(g(shape, depth))


@family("prelu")
def prelu(g: Grower, shape: Shape, depth: int) -> str:
    slopes = g.pick([(), shape[-1:]])
    return f"prelu({g(shape, depth)}, {g(slopes, depth)})"


@family("glu", len)
def glu(g: Grower, shape: Shape, depth: int) -> str:
    axis = g.position(len(shape))
    both = tuple(2 * size if k == axis % len(shape) else size for k, size in enumerate(shape))
    return f"glu({g(both, depth)}, axis={axis})"


@family(" ".join(LOSSES), lambda shape: not shape)
def loss(g: Grower, shape: Shape, depth: int) -> str:
    name, of = g.pick(g.among(*LOSSES)), g.some_shape()
    return LOSSES[name].format(g(of, depth), g(of, depth))


@family("cross_entropy cosine_similarity")
def compared(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among("cross_entropy", "cosine_similarity"))
    axis, size = g.draw(st.integers(0, len(shape))), g.dimension()
    inside = (*shape[:axis], size, *shape[axis:])
    if name == "cosine_similarity":
        return f"cosine_similarity(2 + sin({g(inside, depth)}), 2 + sin({g(inside, depth)}), axis={axis})"
    return f"cross_entropy({g(inside, depth)}, {g(inside, depth)}, axis={axis})"


@family("cross_entropy_of_labels", lambda shape: len(shape) < 2)
def labelled(g: Grower, shape: Shape, depth: int) -> str:
    size = g.dimension()
    labels = [g.position(size) % size for _ in range(shape[0] if shape else 1)]
    return f"cross_entropy_of_labels({g((*shape, size), depth)}, {listed(labels)})"


@family("batch_norm instance_norm group_norm rms_norm attention", len)
def normalization(g: Grower, shape: Shape, depth: int) -> str:
    fitting = {"batch_norm": 2, "instance_norm": 3, "group_norm": len(shape) if len(shape) > 1 else 2, "attention": 2}
    names = [name for name, rank in fitting.items() if rank == len(shape)]
    name = g.pick(g.among(*names, "rms_norm") or ["rms_norm"])
    if name == "attention":
        keys = (g.dimension(), shape[1])
        return f"attention({g(shape, depth)}, {g(keys, depth)}, {g(keys, depth)})"
    groups = ""
    if name == "group_norm":
        groups = f", groups={g.pick([k for k in range(1, shape[1] + 1) if shape[1] % k == 0])}"
    return f"{name}({g(shape, depth)}{groups}, eps=0.5)"
