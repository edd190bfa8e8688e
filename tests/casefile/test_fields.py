"""Fields that are unknown, missing or of the wrong kind: each at its place, all at once."""

from __future__ import annotations

import pytest

from tests.casefile.texts import document, mistakes, problems

GOOD = "inputs: {x: real}\nclaims: [{id: a, that: sin(x)}]"


def test_the_example_of_the_format_loads() -> None:
    assert mistakes(GOOD) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", "1:1: '3' is not allowed here; allowed: a mapping with format, document, section, cases"),
        ("[1]", "1:1: a list is not allowed here; allowed: a mapping with format, document, section, cases"),
        ("format: 1", "1:1: a case file needs cases"),
        ("format: 1\ncases: []", "2:8: 0 entries; allowed: 1 to 10,000"),
        ("format: 1\ncases:", "2:7: nothing is not allowed here; allowed: a list of a mapping with id, title,"),
    ],
)
def test_files(text: str, message: str) -> None:
    (found,) = problems(text)
    assert found == message or found.startswith(message)


def test_an_unknown_format_version() -> None:
    assert problems(document(GOOD).replace("format: 1", "format: 2")) == ["1:9: '2' is not allowed here; allowed: 1"]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("inputz: {}\n" + GOOD, "5:3: unknown field inputz of a case; did you mean inputs?; allowed: id, title,"),
        ("\"\\e[31m\\u202e\": 1\n" + GOOD, "5:3: unknown field \\x1b[31m\\u202e of a case; allowed: id, title,"),
        ("inputs: {x: real}", "3:3: a case needs claims"),
        ("claims: [{id: a, that: 1}]", "3:3: a case needs inputs"),
        ("inputs: {}\nclaims: [{id: a, that: 1}]", "5:11: 0 entries; allowed: 1 to 100"),
        ("tags: chain\n" + GOOD, "5:9: 'chain' is not allowed here; allowed: a list of a tag"),
        ("tags: [1]\n" + GOOD, "5:10: '1' is not allowed here; allowed: a tag"),
        ("source: \"a\\u202eb\"\n" + GOOD,
         "5:11: 'a\\u202eb' is not allowed here; allowed: one or more lines of plain"),
        ("source: \"a\\0b\"\n" + GOOD, "5:11: 'a\\x00b' is not allowed here; allowed: one or more lines of plain text"),
        ("source: " + "a" * 501 + "\n" + GOOD, "5:11: 501 characters; allowed: at most 500"),
        ("sizes: {n: 0}\n" + GOOD, "5:14: '0' is not allowed here; allowed: a whole number from 1 to 1,000,000"),
        ("sizes: {n: [1, x]}\n" + GOOD, "5:18: 'x' is not allowed here; allowed: a whole number from 1 to 1,000,000"),
        ("sizes: {n: 1.5}\n" + GOOD, "5:14: '1.5' is not allowed here; allowed: a whole number from 1 to 1,000,000"),
        ("sizes: {n: [2, 2]}\n" + GOOD, "5:14: n has the same size twice"),
        ("inputs: {x: scalar}\nclaims: [{id: a, that: x}]",
         "5:15: 'scalar' is not allowed here; allowed: real, vector(n), matrix(n, m), tensor(n, m, k)"),
        ("inputs: {x: vector(0)}\nclaims: [{id: a, that: x}]",
         "5:15: 'vector(0)' is not allowed here; allowed: real, vector(n), matrix(n, m), tensor(n, m, k)"),
        ("inputs: {x: vector(k)}\nsizes: {n: 2}\nclaims: [{id: a, that: x}]", "5:22: unknown size k; sizes here: n"),
        ("inputs: {x: vector(sise)}\nsizes: {size: 2}\nclaims: [{id: a, that: x}]",
         "5:22: unknown size sise; did you mean size?; sizes here: size"),
        ("inputs: {x: {in: [0, 1]}}\nclaims: [{id: a, that: x}]", "5:15: an input needs type"),
        ("inputs: {x: {type: real, were: positive}}\nclaims: [{id: a, that: x}]",
         "5:28: unknown field were of an input; did you mean where?; allowed: type, in, where"),
        ("inputs: {x: {type: real, where: positve}}\nclaims: [{id: a, that: x}]",
         "5:35: 'positve' is not allowed here; did you mean positive?; allowed: positive, nonnegative, nonzero,"),
        ("inputs: {x: {type: real, in: [0]}}\nclaims: [{id: a, that: x}]", "5:32: 1 entries; allowed: 2 to 2"),
        ("inputs: {x: {type: real, in: [1, 0]}}\nclaims: [{id: a, that: x}]",
         "5:32: the interval from 1 to 0 is empty; the lower end comes first"),
        ("inputs: {x: {type: real, in: [0, inf]}}\nclaims: [{id: a, that: x}]",
         "5:36: an end of the interval is infinite; allowed: finite numbers"),
        ("inputs: {x: {type: real, in: [0, y]}}\nclaims: [{id: a, that: x}]",
         "5:36: unknown name y; known here: pi, e, inf"),
        ("inputs: {x: {type: real, in: [-1, 0], where: positive}}\nclaims: [{id: a, that: x}]",
         "5:15: x cannot be sampled: no positive numbers between the ends of `in`"),
        ("inputs: {x: {type: vector(2), in: [0, 1], where: unit}}\nclaims: [{id: a, that: x}]",
         "5:37: `in` does not go with unit, whose values it would not bound"),
        ("inputs: {x: {type: vector(2), where: symmetric}}\nclaims: [{id: a, that: x}]",
         "5:40: symmetric is for square matrices; x is vector(2)"),
        ("inputs: {x: {type: vector(2), where: [simplex, integer]}}\nclaims: [{id: a, that: x}]",
         "5:40: simplex and integer do not go together; with simplex: distinct, nonnegative, nonzero, positive"),
        ("inputs: {sin: real}\nclaims: [{id: a, that: sin(1)}]", "5:12: sin is a function; choose another name"),
        ("inputs: {pi: real}\nclaims: [{id: a, that: 1}]", "5:12: pi is a constant; choose another name (an input or"),
        ("inputs: {sample: real}\nclaims: [{id: a, that: 1}]",
         "5:12: sample has a meaning of its own under points; choose another name"),
        ("inputs: {x: real}\nsizes: {x: 2}\nclaims: [{id: a, that: 1}]",
         "5:12: x is a size already; choose another name"),
        ("inputs: {x: real}\nlet: {x: 2}\nclaims: [{id: a, that: 1}]",
         "6:9: x is an input already; choose another name"),
        ("inputs: {_x: real}\nclaims: [{id: a, that: 1}]",
         "5:12: '_x' is not allowed here; allowed: a name: a letter, then letters, digits and _"),
        ("inputs: {x: real}\nlet: {a: y}\nclaims: [{id: a, that: x}]",
         "6:12: unknown name y; known here: x, pi, e, inf"),
        ("inputs: {x: real}\nlet: {a: b, b: x}\nclaims: [{id: a, that: a}]", "6:12: unknown name b; known here: x,"),
        ("inputs: {x: real}\nlet: {a: true}\nclaims: [{id: a, that: x}]",
         "6:12: 'true' is not allowed here; allowed: an expression"),
        ("inputs: {x: real}\nclaims: [{id: A, that: x}]",
         "6:17: 'A' is not allowed here; allowed: an id: words of a-z, 0-9 and - joined by dots, such as"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x, at: here}]",
         "6:33: there is no point here; points here: generic"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x, at: genric}]",
         "6:33: there is no point genric; did you mean generic?; points here: generic"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x}, {id: a, that: 2*x}]",
         "6:35: duplicate claim id a; it stands on line 6 already"),
        ("inputs: {x: real}\nclaims:\n- {id: a, that: x}\n- {id: a, that: 2*x}",
         "8:10: duplicate claim id a; it stands on line 7 already"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x == 1, expect: refuted}]", "6:12: expect: refuted needs erratum"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x == 1, erratum: no}]",
         "6:34: erratum belongs beside expect: refuted only"),
        ("inputs: {x: real}\nclaims: [{id: a, that: x == 1, expect: wrong}]",
         "6:42: 'wrong' is not allowed here; allowed: confirmed, refuted, undefined"),
        ("inputs: {x: real}\npoints: {p: {sample: 0}}\nclaims: [{id: a, that: x}]",
         "6:24: '0' is not allowed here; allowed: a whole number from 1 to 1,000"),
        ("inputs: {x: real}\npoints: {p: {special: 1}}\nclaims: [{id: a, that: x}]",
         "6:25: '1' is not allowed here; allowed: true"),
        ("inputs: {x: real}\npoints: {p: {sample: 2, x: 1}}\nclaims: [{id: a, that: x}]",
         "6:27: unknown field x of a point; allowed: sample"),
    ],
)  # fmt: skip
def test_cases(case: str, message: str) -> None:
    found = mistakes(case)
    assert len(found) == 1
    assert found[0].startswith(message)


def test_every_mistake_is_reported_at_once() -> None:
    case = """
inputs: {x: real, y: vector(k)}
let:
  a: sine(x)
  b: a + 1
  c: x +
titel: Wrong
points:
  p: {x: 1, z: 2}
claims:
- {id: one, that: b == c}
- {id: two, that: x == y}
- {id: three, that: "x == [1, 2] + [1, 2, 3]", att: p}
- {id: four, that: x == unknown, at: q}
"""
    assert [found.partition("; ")[0] for found in mistakes(case)] == [
        "5:31: unknown size k",
        "7:8: unknown function sine",
        "9:10: not an expression: invalid syntax",
        "10:3: unknown field titel of a case",
        "12:15: there is no input z",
        "16:29: shapes do not broadcast: a 2-vector and a 3-vector",
        "16:50: unknown field att of a claim",
        "17:27: unknown name unknown",
        "17:40: there is no point q",
    ]


def test_one_bad_case_leaves_the_others_out_of_it() -> None:
    from tests.casefile.texts import loaded

    text = document(GOOD) + document("inputs: {x: real}\nclaims: [{id: a, that: y}]").partition("cases:\n")[2].replace(
        "made.case", "made.other"
    )
    found = loaded(text)
    assert [case.id for case in found.cases] == ["made.case"]
    assert len(found.problems) == 1
