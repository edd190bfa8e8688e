"""Files and directories: what is read, in which order, what a file's mistakes look like."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from conformance.casefile.load import load
from tests.casefile.texts import document, loaded

GOOD = document("inputs: {x: real}\nclaims: [{id: a, that: sin(x)}]")


def case(name: str) -> str:
    return GOOD.replace("made.case", name)


def test_directories_are_searched_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "z.yaml").write_text(case("third"))
    (tmp_path / "b" / "a.yml").write_text(case("second"))
    (tmp_path / "a.yaml").write_text(case("first"))
    (tmp_path / "notes.txt").write_text("no case")
    found = load([tmp_path])
    assert not found.problems
    assert [c.id for c in found.cases] == ["first", "second", "third"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(GOOD)
    found = load([tmp_path, file])
    assert len(found.cases) == 1
    assert not found.problems


def test_an_id_in_two_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(GOOD)
    second.write_text(GOOD)
    (problem,) = load([tmp_path]).problems
    assert str(problem) == f"{second}:3:3: duplicate case id made.case; it stands at {first}:3:3 too"


def test_one_bad_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("cases: [")
    (tmp_path / "b.yaml").write_text(GOOD)
    (tmp_path / "c.yaml").write_text(GOOD.replace("made.case", "made.other").replace("sin", "sine"))
    found = load([tmp_path, tmp_path / "missing.yaml", Path("/dev/null")])
    assert [c.id for c in found.cases] == ["made.case"]
    assert [(Path(p.position.file).name, p.position.line) for p in found.problems] == [
        ("a.yaml", 1),
        ("c.yaml", 6),
        ("missing.yaml", 1),
        ("null", 1),
    ]


def test_what_is_no_case_file(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.yaml"
    os.mkfifo(fifo)
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    empty = tmp_path / "empty"
    empty.mkdir()
    paths = [tmp_path / "missing.yaml", fifo, loop, empty, tmp_path / ("x" * 300), Path("/dev/zero")]
    assert [p.message for p in load(paths).problems] == [
        "no such file or directory",
        "not a file; allowed: case files (*.yaml, *.yml) and directories of them",
        "no such file or directory",
        "no case files (*.yaml, *.yml) in this directory",
        "cannot be read: File name too long",
        "not a file; allowed: case files (*.yaml, *.yml) and directories of them",
    ]


def test_the_hash_is_of_names_and_bytes(tmp_path: Path) -> None:
    def hashed(directory: str, **files: str) -> str:
        for name, text in files.items():
            path = tmp_path / directory / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return load([tmp_path / directory]).content_hash

    first = hashed("one", a=case("first"), b=case("second"))
    assert hashed("two", a=case("first"), b=case("second")) == first
    assert hashed("three", a=case("second"), b=case("first")) != first
    assert hashed("four", a=case("first"), b=case("second") + "\n") != first
    assert hashed("five", a=case("first"), c=case("second")) != first
    assert load([tmp_path / "one", tmp_path / "five" / "c.yaml"]).content_hash != first


def test_what_a_case_says_of_itself() -> None:
    text = "format: 1\ndocument: doc\nsection: Bölüm Bir\n" + GOOD.partition("\n")[2].replace(
        "  title: Made\n", "  title: >\n    Made\n    here\n  source: eq\n  tags: [one, two]\n"
    )
    (found,) = loaded(text).cases
    assert (found.document, found.section, found.title) == ("doc", "Bölüm Bir", "Made here")
    assert (found.source, found.tags) == (("eq",), ("one", "two"))
    assert (found.inputs, found.let, found.claims) == ({"x": "real"}, {}, {"a": "sin(x)"})
    assert (found.position.line, found.position.column) == (5, 3)


def test_markup_in_text_fields_is_text() -> None:
    script = "<script>alert(1)</script> & <b>"
    text = GOOD.replace("title: Made", f"title: '{script}'\n  source: '{script}'\n  tags: ['{script}']")
    (found,) = loaded(text).cases
    assert (found.title, found.source, found.tags) == (script, (script,), (script,))


def test_a_mistake_in_an_expression_is_underlined() -> None:
    found = loaded(GOOD.replace("sin(x)", '"1 + [x,\\n x] @ sine(x)"')).problems
    assert [(p.message, p.excerpt) for p in found] == [
        (
            "unknown function sine; did you mean sin or sinh or sinc?",
            "    1 + [x,  x] @ sine(x)\n                  ^^^^",
        )
    ]
    assert str(found[0]).endswith(found[0].excerpt)


def test_only_the_neighbourhood_of_a_long_expression_is_shown() -> None:
    (problem,) = loaded(GOOD.replace("sin(x)", "+".join(["x"] * 60) + "+ y +" + "+".join(["x"] * 30))).problems
    first, second = problem.excerpt.split("\n")
    assert first[second.index("^")] == "y"
    assert len(first) < 120


def test_an_expression_of_a_megabyte() -> None:
    start = time.process_time()
    (problem,) = loaded(GOOD.replace("sin(x)", "x" * 1_000_000)).problems
    assert problem.message == "the file is larger than 256 KiB, the most allowed; split it"
    (problem,) = loaded(GOOD.replace("sin(x)", "x" * 200_000)).problems
    assert problem.message == "200,000 characters; allowed: at most 10,000"
    (problem,) = loaded(GOOD.replace("sin(x)", '"' + "(" * 4_999 + "x" + ")" * 4_999 + '"')).problems
    assert problem.message == "brackets nested deeper than 100; name parts of it under let"
    assert time.process_time() - start < 2


def test_much_text_at_many_sizes() -> None:
    claims = [f'- {{id: c{k}, that: "{"x + " * 90}x"}}' for k in range(100)]
    sizes = f"sizes: {{n: {list(range(1, 51))}, m: [1, 2]}}"
    text = document("\n".join([sizes, "inputs: {x: vector(n)}", "claims:", *claims]))
    start = time.process_time()
    (problem,) = loaded(text).problems
    assert "characters of expressions at 100 sizes and combinations; allowed: 2,000,000 in all" in problem.message
    assert time.process_time() - start < 2


def test_loading_imports_no_framework_and_no_truth() -> None:
    program = "import sys; import conformance.casefile.load; print('\\n'.join(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "flint", "jinja2", "jsonschema", "jsonschema_rs", "torch"} & set(modules)
    ours = {m.split(".")[1] for m in modules if m.startswith("conformance.")}
    assert ours == {"language", "casefile"}
