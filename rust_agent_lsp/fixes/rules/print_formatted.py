"""Writes C's `printf` as `print!` or `println!`, with the places for values as Rust has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import span_of, text_of

_PLACE = re.compile(r"%([-+0 #]*)(\d*)(?:\.(\d+))?(?:hh|h|ll|l|z|j|t|L)?([diouxXeEfFgGscp%])")
_KINDS = {"x": "x", "X": "X", "o": "o", "e": "e", "E": "E", "p": "p"}


class PrintFormatted(FixRule):
    """Turns `printf("%d: %5.2f\\n", n, x)` into `println!("{}: {:5.2}", n, x)`.

    Texts are put to the left of their width where C puts them to the right.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f(n: u8, x: f64) {\n    printf("%d: %6.2f of 100%%\\n", n, x);\n}\n',
            after='pub fn f(n: u8, x: f64) {\n    println!("{}: {:6.2} of 100%", n, x);\n}\n',
        ),
        Example(
            before='pub fn f(name: &str) {\n    printf("Hello {%s}, 0x%04x", name, 255);\n}\n',
            after='pub fn f(name: &str) {\n    print!("Hello {{{}}}, 0x{:04x}", name, 255);\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub fn f(format: &str) {\n    printf(format, 1);\n}\n",
        'pub fn f() {\n    show("%d", 1);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = call_of(site.node.parent) if site.node.parent is not None else None
        if text_of(site.node) != "printf" or call is None or not call.arguments:
            return
        span = call.arguments[0]
        shown = site.source.slice(span)
        if not re.fullmatch(r'"[^"]*"', shown, re.S):
            return
        inner, line = shown[1:-1], False
        if inner.endswith("\\n"):
            inner, line = inner[:-2], True
        macro = "println" if line else "print"
        yield site.candidate(
            self.id,
            f"Print with `{macro}!`",
            Edit(span_of(site.node), f"{macro}!"),
            Edit(Span(span.start + 1, span.end - 1), _places(inner)),
        )


def _places(text: str) -> str:
    """Return a format of C's as one of Rust's."""
    escaped = text.replace("{", "{{").replace("}", "}}")
    return _PLACE.sub(_place, escaped)


def _place(found: re.Match[str]) -> str:
    flags, width, digits, kind = found.groups()
    if kind == "%":
        return "%"
    sign = ("<" if "-" in flags else "") + ("+" if "+" in flags else "")
    sign += ("#" if "#" in flags else "") + ("0" if "0" in flags and width else "")
    exact = f".{digits}" if digits is not None and kind in "fFeEgG" else ""
    spec = sign + width + exact + _KINDS.get(kind, "")
    return f"{{:{spec}}}" if spec else "{}"
