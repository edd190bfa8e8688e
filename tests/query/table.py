"""Rows and queries that both implementations of the language are held against: which rows fit, or what is wrong."""

from __future__ import annotations

import math

from conformance.query.match import Row


def _row(number: int, **fields: object) -> Row:
    row: dict[str, object] = {
        "id": (f"softmax.sum/gradient[n=2,m=3]@generic#{number}:torch.float64.reverse.eager",),
        "backend": ("torch",), "verdict": ("pass",), "group": ("agree",), "operator": ("exp", "softmax"), "order": 1.0,
        "mode": ("reverse",), "dtype": ("float64",), "execution": ("eager",), "truth": ("smooth",), "error": 0.5,
        "section": ("Çok Değişkenli Zincir Kuralı",), "document": ("multivariable-calculus",), "case": ("softmax.sum",),
        "claim": ("gradient",), "tag": ("softmax", "backpropagation"), "point": (f"generic#{number}",),
    }  # fmt: skip
    return row | fields  # type: ignore[return-value]  # the fields are those of a row


ROWS = (
    _row(0),
    _row(1, backend=("jax",), verdict=("wrong",), group=("wrong",), error=1.23e8, order=2.0, mode=("forward",)),
    _row(2, backend=("JAX",), verdict=("unsupported",), group=("no answer",), error=None, order=3.0,
         mode=("forward-over-reverse",)),
    _row(3, verdict=("wrong-dtype",), group=("wrong",), error=math.inf, dtype=("float32",), operator=("relu",)),
    _row(4, operator=(), tag=(), order=0.0, section=("",), document=("",), case=("İzmir.κόσμος",), error=0.0),
    _row(5, section=('He said "no", twice',), point=("*",), truth=("kink",), claim=("a?b",)),
)  # fmt: skip

FITTING: dict[str, list[int]] = {
    "": [0, 1, 2, 3, 4, 5],
    "   ": [0, 1, 2, 3, 4, 5],
    "backend:jax": [1, 2],
    "BACKEND:Jax": [1, 2],
    "backend:ja": [],
    "backend:ja?,t*h": [0, 1, 2, 3, 4, 5],
    "-backend:jax": [0, 3, 4, 5],
    "-backend:jax,torch": [],
    "verdict:wrong": [1],
    "verdict:wrong*": [1, 3],
    "group:wrong": [1, 3],
    "group:no-answer": [2],
    'group:"no answer"': [2],
    "backend:jax verdict:wrong order:>=2": [1],
    "order:2": [1],
    "order:=2,3": [1, 2],
    "order:<1": [4],
    "order:<=1 order:>0": [0, 3, 5],
    "-order:>=2": [0, 3, 4, 5],
    "error:>1e6": [1, 3],
    "error:inf": [3],
    "error:<inf": [0, 1, 4, 5],
    "error:0": [4],
    "-error:>=0": [2],
    "error:>-1.5E+0": [0, 1, 3, 4, 5],
    "operator:relu": [3],
    "operator:soft*": [0, 1, 2, 5],
    "-operator:*": [4],
    "mode:forward": [1],
    "mode:*forward*": [1, 2],
    "dtype:float32,float16": [3],
    "truth:kink": [5],
    "section:zincir": [0, 1, 2, 3],
    'section:"zincir kuralı"': [0, 1, 2, 3],
    "section:KURALI": [0, 1, 2, 3],
    "section:ÇOK": [0, 1, 2, 3],
    'section:"Çok*"': [0, 1, 2, 3],
    "case:izmir": [4],
    "case:İZMİR": [4],
    "case:ΚΌΣΜΟΣ": [4],
    "tag:back": [0, 1, 2, 3, 5],
    "point:\\*": [],
    "point:generic#1": [1],
    "claim:a?b": [5],
    "softmax": [0, 1, 2, 3, 4, 5],
    "-softmax": [],
    "[n=2,m=3]@generic#2": [2],
    "*@generic#3:*": [3],
    "*@generic#3": [],
    "softmax.sum/gradient[n=2,m=3]@generic#4:torch.float64.reverse.eager": [4],
    '"generic#5:torch"': [5],
    '-"generic#5:torch"': [0, 1, 2, 3, 4],
    "generic#5\u00a0eager\ttorch\n": [5],
    "@generic#?:*": [],
    "***": [0, 1, 2, 3, 4, 5],
}
"""Query to the numbers of the rows that fit."""

WRONG: dict[str, tuple[int, str, bool]] = {
    "verdct:wrong": (1, "there is no field 'verdct'", True),
    "backend:jax -vErdct:wrong": (14, "there is no field 'vErdct'", True),
    "backend:": (9, "after backend: a value is missing, for example backend:jax,torch", False),
    "backend:jax,": (13, "after backend: a value is missing, for example backend:jax,torch", False),
    "backend:,jax": (9, "after backend: a value is missing, for example backend:jax,torch", False),
    "-": (2, "a word is missing here, for example -sin", False),
    'section:"no", twice"': (14, 'after section: a value is missing, for example section:"chain rule"', False),
    '""': (1, "a word is missing here, for example -sin", False),
    'section:"Zincir': (9, "the quotation that begins here has no end", False),
    '"a"b': (4, "after a quotation comes a space", False),
    'section:"a"b': (12, "after a quotation comes a space or a comma", False),
    "verdict:wrnog": (9, "there is no verdict 'wrnog'", True),
    "verdict:pass,wrnog": (14, "there is no verdict 'wrnog'", True),
    'group:"no such"': (7, "there is no group 'no such'", True),
    "operator:rellu": (10, "there is no operator 'rellu'", True),
    "order:two": (7, "'two' is no number; order takes one, for example order:>=2", False),
    "order:>": (7, "'>' is no number; order takes one, for example order:>=2", False),
    "order:1,2,>x": (11, "'>x' is no number; order takes one, for example order:>=2", False),
    "error:1e": (7, "'1e' is no number; error takes one, for example error:>1e6", False),
    "𝕏 verdct:x": (3, "there is no field 'verdct'", True),
}
"""Query to the column, what is wrong, and whether what is allowed is listed."""
