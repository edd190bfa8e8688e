"""Formulas of the case language as MathML Core.

Nothing here evaluates anything and nothing here fails: text that is no expression of
the language comes back as escaped code.
"""

from conformance.report.mathml.formula import equation, formula, name

__all__ = ["equation", "formula", "name"]
