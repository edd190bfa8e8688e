"""Addresses that others link to: they are the same in every build, whatever else is in the report.

The texts here are what is published. A change that makes one of these tests fail breaks the links of others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.report import addresses
from conformance.report.site import build
from tests.report.pages import Page, check_site
from tests.report.samples import case, result, run

ONE = case(claims={"gradient": "grad(f, x) == 2*x", "value": "f == 4"})
PLACE = "@generic%230:torch.float64.reverse.eager"


def page(folder: Path, *runs: Any) -> Page:
    build(list(runs), [case("demo.before"), ONE, case("demo.next")], [], folder)
    return check_site(folder)["case/demo.square.html"]


def line(verdict: str = "wrong", **fields: Any) -> dict[str, Any]:
    dtype, mode, execution = (
        fields.get(key, usual) for key, usual in (("dtype", "float64"), ("mode", "reverse"), ("execution", "eager"))
    )
    point, backend = fields.get("point", "generic#0"), fields.pop("backend", "torch")
    name = f"demo.square/gradient@{point}:{backend}.{dtype}.{mode}.{execution}"
    return result(ONE, verdict=verdict, **{"id": name} | fields)


def test_every_claim_and_result_has_its_address(tmp_path: Path) -> None:
    runs = [run([line(), line("pass", mode="forward")]), run([line(backend="jax")], "jax", "0.10.2")]
    ids = page(tmp_path, *runs).ids
    assert {"gradient", "value"} <= set(ids)
    assert {
        "gradient:torch.float64.reverse.eager",
        "gradient:torch.float64.forward.eager",
        "gradient:jax.float64.reverse.eager",
        "gradient@generic%230:torch.float64.reverse.eager",
        "gradient@generic%230:jax.float64.reverse.eager",
    } <= set(ids)


def test_an_address_does_not_depend_on_what_else_is_there(tmp_path: Path) -> None:
    first = page(tmp_path / "first", run([line()]))
    more = [
        line(),
        *(line("wrong", point=f"other#{i}", error_ulps=9.0) for i in range(5)),
        line("pass", dtype="float32"),
    ]
    later = page(tmp_path / "later", run([line(backend="jax")], "jax"), run(more, version="3.0", run_id="another"))
    assert {i for i in first.ids if i.startswith(("gradient", "value"))} <= set(later.ids)


def test_two_runs_of_a_backend_have_addresses_of_their_own(tmp_path: Path) -> None:
    ids = page(tmp_path, run([line()], run_id="a"), run([line()], version="2.12", run_id="b")).ids
    assert {f"gradient{PLACE}~a", f"gradient{PLACE}~b"} <= set(ids)
    assert {"gradient:torch.float64.reverse.eager~a", "gradient:torch.float64.reverse.eager~b"} <= set(ids)


def test_the_addresses_of_pages() -> None:
    assert addresses.case_page("chain-rule.four-variables") == "case/chain-rule.four-variables.html"
    assert addresses.case_data("chain-rule.four-variables") == "case/chain-rule.four-variables.json.gz"
    assert addresses.document_page("multivariable-calculus") == "document/multivariable-calculus.html"
    assert addresses.erratum_anchor("a.b", "claim") == "a.b/claim"
    assert addresses.change_anchor("a.b/claim[n=2,m=3]") == "a.b/claim[n=2,m=3]"
    assert addresses.slug("Çok Değişkenli Zincir Kuralı") == "cok-degiskenli-zincir-kurali"
    assert addresses.numbered("errata.html", 1) == "errata.html"
    assert addresses.numbered("errata.html", 2) == "errata-2.html"
    name = "softmax.gradient/sum[n=2,m=3]@generic#3:torch.float64.forward-over-reverse.eager"
    assert addresses.result_anchor(name) == "sum[n=2,m=3]@generic%233:torch.float64.forward-over-reverse.eager"


def test_a_result_without_a_row_has_the_address_of_its_cell(tmp_path: Path) -> None:
    ids = page(tmp_path, run([line("pass")])).ids
    assert "gradient:torch.float64.reverse.eager" in ids
    assert f"gradient{PLACE}" not in ids
