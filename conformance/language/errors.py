"""The one exception of the language."""


class ExpressionError(Exception):
    """An expression, or a node built from one, that the language does not allow.

    `message` says what is wrong and what is allowed; `start` and `end` are the
    offsets of the offending text in the expression (0 and None where unknown).
    """

    def __init__(self, message: str, start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class ShapeError(ExpressionError):
    """Arguments whose shapes an operator does not take."""
