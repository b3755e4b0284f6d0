"""Writes the power `a ** b` of other languages as a method call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tokens import Token, tokens

_FLOAT = re.compile(r"\d[\d_]*\.\d*(?:f32|f64)?|\d+_?f(?:32|64)")


class RaiseToPower(FixRule):
    """Turns `a ** b` into `a.pow(b)`, or `powi` and `powf` for floats.

    The integer power overflows like any multiplication.
    """

    codes: ClassVar = ("E0614",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u32) -> u32 {\n    1 + n ** 2\n}\n",
            after="pub fn f(n: u32) -> u32 {\n    1 + n.pow(2)\n}\n",
        ),
        Example(
            before="pub fn f(x: f64) -> f64 {\n    (x + 1.0) ** 2\n}\n",
            after="pub fn f(x: f64) -> f64 {\n    (x + 1.0).powi(2)\n}\n",
        ),
        Example(
            before="pub fn f(x: f64) -> f64 {\n    x ** 0.5\n}\n",
            after="pub fn f(x: f64) -> f64 {\n    x.powf(0.5)\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(n: u32) -> u32 {\n    2 * *n\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        text = source.text
        if text[span.start - 1 : span.start + 1] != b"**":
            return
        begin = source.line_start(span.start)
        before = tokens(text[begin : span.start - 1])
        first = _operand(before)
        exponent = source.slice(Span(span.start + 1, span.end)).strip()
        if first is None:
            return
        base = source.slice(Span(begin + before[first].start, begin + before[-1].end))
        names = ["pow", "powi"]
        if _FLOAT.fullmatch(exponent):
            names = ["powf"]
        elif _FLOAT.fullmatch(base):
            names = ["powi", "powf"]
        elif not exponent.isdigit():
            names.append("powf")
        # A bare number has no type whose method could be called.
        kind = {"pow": "_i32", "powi": "_f64", "powf": "_f64"}
        for name in names:
            bare = re.fullmatch(r"[\d_]+(?:\.\d+)?", base) is not None
            new = f"{base}{kind[name] if bare else ''}.{name}({exponent})"
            edit = Edit(Span(begin + before[first].start, span.end), new)
            yield site.candidate(self.id, f"Write `{short(new)}`", edit)


def _operand(every: list[Token]) -> int | None:
    """Return the first token of the value that ends the tokens: a name, call, field, number."""
    n = len(every) - 1
    while n >= 0:
        if every[n].text in (")", "]"):
            depth = 0
            while n >= 0:
                depth += (every[n].text in ")]}") - (every[n].text in "([{")
                if not depth:
                    break
                n -= 1
            if n > 0 and (every[n - 1].text.isidentifier() or every[n - 1].text in (")", "]")):
                n -= 1
                continue
            return n if n >= 0 else None
        if not re.match(r"\w", every[n].text):
            return None
        if n < 2 or every[n - 1].text not in (".", "::"):
            return n
        n -= 2
    return None
