"""What rust-analyzer finds by itself, in the compiler's terms: it words and numbers some otherwise.

Its messages often leave out the name that they are about; the text at the place has it.
"""

from __future__ import annotations

import re

from rust_agent_lsp.model.diagnostic import Diagnostic, Forwarded, Label, Severity, Source
from rust_agent_lsp.model.text import Location

ORIGIN = "rust-analyzer"
"""The `source` of its own diagnostics; those of cargo that it passes on say `rustc` or `clippy`."""

LONGEST_HERE = 60  # characters; more is no name that a sentence can use

_SEVERITY = {1: Severity.ERROR, 2: Severity.WARNING, 3: Severity.NOTE, 4: Severity.HELP}
# Its code, the wording, and the code that the compiler gives for the same error.
_RENUMBERED = (
    ("E0107", r"expected \d+ arguments?, found \d+", "E0061"),
    ("E0559", r"no field `.*` on type `.*", "E0609"),
    ("E0210", r"cannot define inherent `impl` for foreign type", "E0116"),
    ("undeclared-label", r".*", "E0426"),
    ("unresolved-extern-crate", r".*", "E0463"),
    ("trait-impl-incorrect-safety", r"unsafe impl for safe trait", "E0199"),
    ("trait-impl-incorrect-safety", r"impl for unsafe trait needs to be unsafe", "E0200"),
    ("unsafe_op_in_unsafe_fn", r".*", "E0133"),
)


def from_native(item: Forwarded, source: Source) -> Diagnostic:
    """Return one of rust-analyzer's own diagnostics; the lines below its headline are a label."""
    headline, *rest = item.message.replace("{unknown}", "_").strip().split("\n")
    listed = [line.removeprefix("- ") for line in rest if line]
    return Diagnostic(
        code=_code(item.code, headline),
        severity=_SEVERITY[item.severity],
        message=headline,
        path=item.path,
        span=item.span,
        labels=(Label(Location(item.path, item.span), ", ".join(listed), primary=True),),
        source=source,
        native=True,
        here=here(item.text),
    )


def here(text: str) -> str:
    """Return the text at a place where a sentence can quote it, else nothing.

    Of several lines the first is enough to know it by: `impl Clone for u8 {` without its bracket.
    """
    first = text.partition("\n")[0].rstrip(" {\r")
    return first if len(first) <= LONGEST_HERE and re.search(r"\w", first) else ""


def _code(code: str | None, headline: str) -> str | None:
    for theirs, wording, ours in _RENUMBERED:
        if code == theirs and re.fullmatch(wording, headline, re.S):
            return ours
    return code
