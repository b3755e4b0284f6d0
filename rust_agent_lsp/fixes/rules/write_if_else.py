"""Writes the choice between two values as `if … { … } else { … }`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tokens import Token, tokens

_REACH = 1500
# What may stand before the condition and after the second value.
_BEFORE = (
    "=",
    "return",
    "(",
    "[",
    "{",
    "}",
    ",",
    ";",
    "=>",
    "+=",
    "-=",
    "*=",
    "|",
    "else",
    "break",
)
_AFTER = (",", ";", ")", "]", "}")
_NO_VALUE = (
    *_AFTER,
    ".",
    "?",
    "=",
    "==",
    "=>",
    "+",
    "/",
    "%",
    "|",
    "||",
    "&&",
    ":",
    ">",
    "<",
    "as",
)


class WriteIfElse(FixRule):
    """Turns `c ? a : b` into `if c { a } else { b }`, and a choice within `b` into `else if`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u8) -> u8 {\n    let y = x > 2 ? 1 : 0;\n    y\n}\n",
            after="pub fn f(x: u8) -> u8 {\n    let y = if x > 2 { 1 } else { 0 };\n    y\n}\n",
        ),
        Example(
            before="pub fn f(x: i32) -> i32 {\n    return (x < 0) ? -x : x;\n}\n",
            after="pub fn f(x: i32) -> i32 {\n    return if x < 0 { -x } else { x };\n}\n",
        ),
        Example(
            before='pub fn f(n: u8) {\n    println!("{}{}", n, n == 1 ? "" : "s");\n}\n',
            after='pub fn f(n: u8) {\n    println!("{}{}", n, if n == 1 { "" } else { "s" });\n}\n',
        ),
        Example(
            before="pub fn f(x: i32) -> i32 {\n    x < 0 ? -1 : x > 0 ? 1 : 0\n}\n",
            after="pub fn f(x: i32) -> i32 {\n"
            "    if x < 0 { -1 } else if x > 0 { 1 } else { 0 }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(x: Option<u8>) -> Option<u8> {\n    let y = x? 5;\n    Some(y)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message, start = site.diagnostic.message, site.diagnostic.span.start
        if not message.startswith(("expected ", "Rust has no ternary")):
            return
        source = site.source
        base = source.line_start(max(0, source.line_start(start) - 1))
        text = source.text[base : start + _REACH]
        every = tokens(text)
        at = next((n for n, t in enumerate(every) if base + t.end > start), len(every))
        marks = [n for n in range(min(at + 1, len(every))) if _is_question(every, n)]
        for question in reversed(marks[-3:]):
            begin, end = _begin(every, question), _end(every, question)
            if begin is None or end is None:
                continue
            new = _written(text, every, begin, end)
            if new is None:
                continue
            span = Span(base + every[begin].start, base + every[end - 1].end)
            yield site.candidate(self.id, f"Write `{short(new, 60)}`", Edit(span, new))
            return


def _is_question(every: list[Token], n: int) -> bool:
    """Whether the token is a `?` with a value behind it."""
    return every[n].text == "?" and n + 1 < len(every) and every[n + 1].text not in _NO_VALUE


def _begin(every: list[Token], question: int) -> int | None:
    """Return the first token of the condition before `?`."""
    depth = 0
    for n in range(question - 1, -1, -1):
        text = every[n].text
        if depth == 0 and text in _BEFORE:
            return n + 1 if n + 1 < question else None
        depth += (text in ")]}") - (text in "([{")
    return None


def _end(every: list[Token], question: int) -> int | None:
    """Return the token behind the last value of the choice."""
    depth = 0
    colons = 0
    for n in range(question + 1, len(every)):
        text = every[n].text
        if depth == 0 and text in _AFTER:
            return n if colons else None
        depth += (text in "([{") - (text in ")]}")
        colons += depth == 0 and text == ":"
    return None


def _written(text: bytes, every: list[Token], begin: int, end: int) -> str | None:
    """Return the choice from token `begin` to `end` as an `if`; the value itself if it is none."""

    def said(first: int, last: int) -> str:
        if last - first > 2 and _pairs(every, first) == last - 1:
            first, last = first + 1, last - 1
        return text[every[first].start : every[last - 1].end].decode(errors="replace")

    top = list(_top(every, begin, end))
    question = next((n for n in top if _is_question(every, n)), None)
    if question is None:
        return text[every[begin].start : every[end - 1].end].decode(errors="replace")
    open_ones, colon = 0, None
    for n in top:
        open_ones += n >= question and _is_question(every, n)
        if every[n].text == ":" and open_ones:
            open_ones -= 1
            if not open_ones:
                colon = n
                break
    if colon is None or question == begin or colon in (question + 1, end - 1):
        return None
    yes = _written(text, every, question + 1, colon)
    no = _written(text, every, colon + 1, end)
    if yes is None or no is None:
        return None
    nested = any(_is_question(every, n) for n in _top(every, colon + 1, end))
    otherwise = no if nested else f"{{ {no} }}"
    return f"if {said(begin, question)} {{ {yes} }} else {otherwise}"


def _top(every: list[Token], begin: int, end: int) -> Iterator[int]:
    """Yield the tokens from `begin` to `end` that are in no brackets of their own."""
    depth = 0
    for n in range(begin, end):
        depth -= every[n].text in (")", "]", "}")
        if depth == 0:
            yield n
        depth += every[n].text in ("(", "[", "{")


def _pairs(every: list[Token], first: int) -> int | None:
    """Return the token that closes the bracket at `first`, if it is one."""
    if every[first].text != "(":
        return None
    depth = 0
    for n in range(first, len(every)):
        depth += (every[n].text in ("(", "[", "{")) - (every[n].text in (")", "]", "}"))
        if not depth:
            return n
    return None
