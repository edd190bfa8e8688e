"""What the frameworks' own gradient checkers let pass by default: rows beside the permitted error.

Read in the sources of the pinned versions: `torch.autograd.gradcheck`;
`jax.test_util.check_grads` (`default_gradient_tolerance`, both tolerances multiplied by
the number of entries); `tf.test.compute_gradient`, which compares nothing itself, with
`assertAllClose`.
"""

from __future__ import annotations

__all__ = ["NATIVE"]

NATIVE = (
    "| torch gradcheck: step 1e-6, atol 1e-5, rtol 1e-3 | meant for float64 alone | 1e-3·∣x∣ + 1e-5 |",
    "| jax check_grads: step 1e-4, atol = rtol, times the size | 2e-3·n·(1 + ∣x∣) | 1e-5·n·(1 + ∣x∣) |",
    "| tf compute_gradient: step 1/1024, with assertAllClose's atol = rtol | 1e-6·(1 + ∣x∣) | 1e-6·(1 + ∣x∣) |",
)
