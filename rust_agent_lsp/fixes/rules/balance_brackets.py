"""Adds, drops or replaces one bracket in the item whose brackets do not pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span, apply_edits
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tokens import Piece, Token, piece_of, pieces, tokens, unbalanced

LARGEST = 40_000
"""The size in bytes up to which an item is tried."""

_PARTNER = {"(": ")", "[": "]", "{": "}"}
_TRIED = 24


class BalanceBrackets(FixRule):
    """Mends one bracket where the item then parses and each `}` stands below its opening line.

    Several places may fit; the first offer is the one that the indentation and the line's end show.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(a: bool) -> u8 {\n    if a {\n        1\n    } else\n        2\n"
            "    }\n}\n",
            after="pub fn f(a: bool) -> u8 {\n    if a {\n        1\n    } else {\n        2\n"
            "    }\n}\n",
        ),
        Example(
            before="pub fn f() -> [u8; 2] {\n    let v: u8; 2] = [1, 2];\n    v\n}\n",
            after="pub fn f() -> [u8; 2] {\n    let v: [u8; 2] = [1, 2];\n    v\n}\n",
        ),
        Example(
            before="pub fn f(v: &[u8]) -> usize {\n    let n = v.len());\n    n\n}\n",
            after="pub fn f(v: &[u8]) -> usize {\n    let n = v.len();\n    n\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: u32) -> u32 {\n    x +\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "delimiter" not in site.diagnostic.message:
            return
        piece = _unbalanced_piece(site)
        if piece is None:
            return
        every = tokens(piece.text)
        trials = sorted(_trials(piece, every), key=lambda trial: trial[0])
        for found, (_, edit, title) in enumerate(_that_parse(piece, trials)):
            if found == 4:
                return
            span = Span(edit.span.start + piece.start, edit.span.end + piece.start)
            number = site.source.line_number(span.start)
            safety = Safety.SAFE if found == 0 else Safety.CHANGES_BEHAVIOUR
            shown = f"{title} on line {number}"
            yield site.candidate(self.id, shown, Edit(span, edit.text), safety=safety)


Trial = tuple[float, Edit, str]


def _that_parse(piece: Piece, trials: list[Trial]) -> Iterator[Trial]:
    """Yield the likely ones that parse."""
    balanced = (t for t in trials if not unbalanced(tokens(apply_edits(piece.text, (t[1],)))))
    seen = set()  # A bracket put before or behind its like gives the same text.
    for tried, trial in enumerate(balanced):
        if tried > _TRIED * 4:
            return
        text = apply_edits(piece.text, (trial[1],))
        if text not in seen and piece.parses_with(trial[1]):
            seen.add(text)
            yield trial


def _unbalanced_piece(site: Site) -> Piece | None:
    """Return the first item whose brackets do not pair, with what a stray `}` cut off it."""
    for span in pieces(site.source):
        text = site.source.text[span.start : span.end]
        if len(text) <= LARGEST and unbalanced(tokens(text)):
            return piece_of(text, span.start)
    return None


def _trials(piece: Piece, every: list[Token]) -> Iterator[Trial]:
    """Yield changes of one bracket, with the disorder that each leaves."""
    for n in _suspects(piece, every):
        token = every[n]
        after = every[n + 1].start if n + 1 < len(every) else len(piece.text)
        for cost, edit, title in _changes(piece, every[n], after):
            yield cost + 3 * _disorder(apply_edits(piece.text, (edit,))), edit, title
        if n and token.text not in ";,)]}" and every[n - 1].end >= _line_start(piece, token.start):
            edit = Edit.insert(token.start, "(")
            disorder = _disorder(apply_edits(piece.text, (edit,)))
            title = f"Add `(` before `{short(token.text)}`"
            yield 2.2 + 3 * disorder, edit, title
        if n and token.text not in ";,)]}":
            edit = Edit.insert(token.start, "[")
            disorder = _disorder(apply_edits(piece.text, (edit,)))
            yield 2.4 + 3 * disorder, edit, f"Add `[` before `{short(token.text)}`"


def _suspects(piece: Piece, every: list[Token]) -> list[int]:
    """Return the tokens of the lines at which brackets and indentation first disagree."""
    lines: set[int] = set()
    stack: list[Token] = []
    for token in every:
        if token.text in _PARTNER:
            stack.append(token)
        elif token.text in (")", "]", "}"):
            top = stack.pop() if stack else None
            fits = top is not None and _PARTNER[top.text] == token.text
            if fits and top is not None and not _askew(piece.text, top, token):
                continue
            lines.add(_line_start(piece, token.start))
            if top is not None:
                lines.add(_line_start(piece, top.start))
            lines |= _heads_without_brace(piece, token.start)
            break
    lines |= {_line_start(piece, t.start) for t in stack if not lines}
    return [n for n, t in enumerate(every) if _line_start(piece, t.start) in lines]


def _heads_without_brace(piece: Piece, end: int) -> set[int]:
    """Return the lines before `end` that should open a block and do not."""
    head = (
        rb"^[ \t]*(?:\} *else|(?:pub )?(?:fn|impl|struct|enum|trait|mod)|for|while|if|match|loop)"
    )
    found = re.finditer(head + rb"\b[^{};\n]*$", piece.text[:end], re.M)
    arms = re.finditer(rb"^[^\n]*=>[ \t]*$", piece.text[:end], re.M)
    return {m.start() for m in (*found, *arms)}


def _changes(piece: Piece, token: Token, after: int) -> Iterator[Trial]:
    text = token.text
    line_ends = b"\n" in piece.text[token.end : after]
    if text in ("(", "[", "{", ")", "]", "}"):
        yield 2.0, Edit.delete(token.start, token.end), f"Drop the `{text}`"
        for other in "([{" if text in "([{" else ")]}":
            if other != text:
                edit = Edit(Span(token.start, token.end), other)
                yield 1.8, edit, f"Write `{other}` for `{text}`"
    shown = short(text, 30)
    if line_ends and text not in ";,{":
        yield 1.2, Edit.insert(token.end, " {"), f"Open a block after `{shown}`"
    if text not in ";,({[" or not line_ends:
        # Of several places that fit, the last of the line is the likeliest.
        early = -0.001 * (token.start - _line_start(piece, token.start))
        if _ends_closure(piece, token.end, after):
            early -= 0.3
        for closing in ")]":
            called = piece.text[token.end : token.end + 1] == b"("
            if text not in (";", ",") and not called:
                yield 2.0 + early, Edit.insert(token.end, closing), f"Add `{closing}`"
    if line_ends:
        yield from _closed_blocks(piece, token)


def _ends_closure(piece: Piece, end: int, after: int) -> bool:
    """Whether a closure's call that lacks its `)` is followed by what consumes an iterator."""
    if re.match(rb"\.(?:collect|sum|product|count)\b", piece.text[after:]) is None:
        return False
    line = piece.text[_line_start(piece, end) : end]
    opened = [m.start() for m in re.finditer(rb"\((?:move )?\|", line)]
    return any(line[at:].count(b"(") - line[at:].count(b")") == 1 for at in opened)


def _closed_blocks(piece: Piece, token: Token) -> Iterator[Trial]:
    """Close a block that this line opens, where the indentation ends it."""
    if token.text != "{":
        return
    indent = _indent(piece.text, token.start)
    at = piece.text.find(b"\n", token.end) + 1
    while 0 < at < len(piece.text):
        end = piece.text.find(b"\n", at)
        end = len(piece.text) if end < 0 else end
        if piece.text[at:end].strip() and _indent(piece.text, at) <= indent:
            break
        at = end + 1
    edit = Edit.insert(min(at, len(piece.text)), " " * indent + "}\n")
    yield 1.0, edit, "Close the block"


def _line_start(piece: Piece, offset: int) -> int:
    return piece.text.rfind(b"\n", 0, offset) + 1


def _indent(text: bytes, offset: int) -> int:
    start = text.rfind(b"\n", 0, offset) + 1
    found = re.compile(rb"[ \t]*").match(text, start)
    return found.end() - start if found is not None else 0


def _askew(text: bytes, opening: Token, closing: Token) -> bool:
    """Whether a bracket that begins its line stands elsewhere than its opening line does."""
    start = text.rfind(b"\n", 0, closing.start) + 1
    begins = not text[start : closing.start].strip()
    return begins and _indent(text, opening.start) != _indent(text, closing.start)


def _disorder(text: bytes) -> int:
    """Count the brackets that begin a line and stand elsewhere than their opening line does."""
    stack: list[Token] = []
    count = 0
    for token in tokens(text):
        if token.text in _PARTNER:
            stack.append(token)
        elif token.text in (")", "]", "}") and stack:
            count += _askew(text, stack.pop(), token)
    return count
