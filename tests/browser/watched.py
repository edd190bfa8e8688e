"""A page, and all that happens in it that must not."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

__all__ = ["Watched"]

_LISTEN = """
addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));
for (const name of ["alert", "confirm", "prompt", "open", "print"]) {
  window[name] = () => console.error(`called: ${name}`);
}
"""


class Watched:
    """A context. `happened` lists console messages, dialogs, errors, breaches of the policy, and requests."""

    def __init__(self, browser: Browser, **context: Any) -> None:
        scripted = context.get("java_script_enabled", True)
        self.happened: list[str] = []
        self._context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | context)
        if scripted:
            self._context.add_init_script(_LISTEN)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._note(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda page: self._note(f"popup: {page.url}"))
        self.page.on("request", self._request)

    def open(self, path: Path, more: str = "") -> Page:
        self.page.goto(path.as_uri() + more)
        return self.page

    def _note(self, what: str) -> None:
        self.happened.append(f"{self.page.url.rpartition('/')[2][:80]}: {what}")

    def _console(self, message: ConsoleMessage) -> None:
        self._note(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not (request.is_navigation_request() and request.url.startswith("file:")):
            self._note(f"request: {request.url[:200]}")

    def __enter__(self) -> Watched:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
