"""Where things are in the site. Addresses are stable: others link to them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from conformance.report.errors import ReportError

__all__ = [
    "case_data",
    "case_page",
    "change_anchor",
    "claim_anchor",
    "document_page",
    "erratum_anchor",
    "numbered",
    "operator_page",
    "result_anchor",
    "results_of",
    "slug",
]

_ID = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


def case_page(case: str) -> str:
    """The path of a case's page. ReportError for an id that could leave the folder."""
    return f"case/{_file(case, 'case id')}.html"


def case_data(case: str) -> str:
    """The path of all results of a case, as compressed JSON."""
    return f"case/{_file(case, 'case id')}.json.gz"


def document_page(document: str) -> str:
    """The path of a document's page. ReportError for a name that could leave the folder."""
    return f"document/{_file(document, 'document')}.html"


def operator_page(operator: str) -> str:
    """The path of an operator's page, which the table of operators names."""
    return f"operator/{operator}.html"


def _file(name: str, what: str) -> str:
    if not _ID.fullmatch(name):
        raise ReportError(f"the {what} {name!r} makes no file name; allowed: a-z, 0-9, - in words joined by dots")
    return name


def slug(text: str) -> str:
    """A text as a part of an address: `Çok Değişkenli` is `cok-degiskenli`; `other` where no letter is left."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "other"


def numbered(page: str, number: int) -> str:
    """The path of a page's part: `errata.html`, `errata-2.html`, …"""
    return page if number == 1 else f"{page.removesuffix('.html')}-{number}.html"


def claim_anchor(claim: str) -> str:
    """The claim's id where that is plain, as it is in every file that loads."""
    return claim if _ID.fullmatch(claim) else quote(claim, safe="", errors="replace")


def change_anchor(claim: str) -> str:
    """`case/claim[n=2]`, as far as it is plain."""
    return quote(claim, safe="/[]=,", errors="replace")


def result_anchor(result_id: str) -> str:
    """Of a result on the page of its case: `claim[n=2]@generic%230:torch.float64.reverse.eager`."""
    return quote(result_id.partition("/")[2] or result_id, safe="/[]=,@:", errors="replace")


def results_of(**fields: str) -> str:
    """The address of the page of results, asking for those that have these values in these fields."""
    terms = (f'{name}:"{value}"' if set(value) & set(" ,") else f"{name}:{value}" for name, value in fields.items())
    return f"results.html#q={quote(' '.join(terms), safe=':', errors='replace')}"


def erratum_anchor(case: str, claim: str) -> str:
    return f"{case}/{claim_anchor(claim)}"
