"""Backends that are sound and that are not, and a case file with two cases."""

from __future__ import annotations

from tests.cli import MINIATURES

HALVED = f"{MINIATURES}.halved"
SOUND = f"{MINIATURES}.sound"

CASES = """\
format: 1
cases:
- id: demo.square
  title: A square
  tags: [power, "of a number", skip]
  sizes: {n: [1, 2]}
  inputs: {x: vector(n)}
  let: {f: sum(x*x)}
  points: {generic: {sample: 2}}
  claims:
  - id: gradient
    that: grad(f, x) == 2*x
  - id: value
    that: f
- id: demo.plain
  title: A product
  tags: [linear]
  inputs: {a: real}
  points: {one: {a: 1}}
  claims:
  - id: double
    that: grad(3*a, a) == 3
"""
