"""Rust's words and signs in a text that does not parse, and whether a repair makes it parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tree_sitter import Tree

from rust_agent_lsp.model.text import Edit, Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile, edited, parse_text

_TOKEN = re.compile(
    rb"//[^\n]*|/\*.*?\*/|\s+"
    rb"|(?P<token>b?r(?P<hash>#+)\".*?\"(?P=hash)|[bc]?\"(?:\\.|[^\"\\])*\""
    rb"|b?'(?:\\[^\n]{1,9}?|[^\\'\n]{1,4})'|'[A-Za-z_]\w*|r#\w+"
    rb"|\d[\w]*(?:\.\d\w*)?|[A-Za-z_]\w*|\.\.[.=]|<<=|>>="
    rb"|->|=>|==|!=|<=|>=|&&|\|\||\.\.|::|[-+*/%^&|]=|<<|[^\s\w])",
    re.S,
)
# Macros whose arguments are expressions: their contents can be parsed as such.
_CALLS = (
    rb"\b(?:(?:e?print(?:ln)?|write(?:ln)?|format|panic|dbg|assert(?:_eq|_ne)?|todo)!(?=\()"
    rb"|vec!(?=\[))"
)
_ITEM = re.compile(rb"^(?!where\b|else\b)[A-Za-z#/]", re.M)
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, literal or sign; offsets count bytes from the start of its text."""

    start: int
    end: int
    text: str


def tokens(text: bytes) -> list[Token]:
    """Return the tokens of `text`, comments left out; a quote without its end is a sign."""
    return [
        Token(m.start(), m.end(), m["token"].decode(errors="replace"))
        for m in _TOKEN.finditer(text)
        if m["token"] is not None
    ]


@dataclass(frozen=True)
class Piece:
    """A part of a file that should parse by itself; `start` is its offset in the file."""

    start: int
    text: bytes
    tree: Tree

    def parses_with(self, edit: Edit) -> bool:
        """Whether the piece parses after `edit`, whose offsets are the piece's."""
        new = edit.text.encode()
        span = edit.span
        text = self.text[: span.start] + new + self.text[span.end :]
        tree = edited(self.tree, self.text, span, new)
        return not parse_text(text, tree).root_node.has_error

    def errors_with(self, edit: Edit | None = None) -> int:
        """Count the nodes of the tree, after `edit` if given, that are wrong or missing."""
        text = self.text if edit is None else apply_edits(self.text, (edit,))
        found, todo = 0, [parse_text(text).root_node]
        while todo:
            node = todo.pop()
            found += node.is_error or node.is_missing
            todo += [child for child in node.children if child.has_error]
        return found


def piece_of(text: bytes, start: int) -> Piece:
    """Return `text` ready for trial edits; the contents of common macros count as expressions."""
    plain = re.sub(_CALLS, _without_sign, text)
    return Piece(start, plain, parse_text(plain))


def _without_sign(found: re.Match[bytes]) -> bytes:
    name = found[0][:-1]
    return b"    " if name == b"vec" else name + b" "


def pieces(source: SourceFile) -> Iterator[Span]:
    """Yield the file's outermost items as the unindented lines show them, first to last."""
    begins = [m.start() for m in _ITEM.finditer(source.text)]
    for start, end in pairwise([*begins, len(source.text)]):
        yield Span(start, end)


def unbalanced(found: list[Token]) -> bool:
    """Whether a bracket among the tokens has no partner."""
    open_ones: list[str] = []
    for token in found:
        if token.text in "([{":
            open_ones.append(_CLOSING[token.text.encode()].decode())
        elif token.text in ")]}" and (not open_ones or open_ones.pop() != token.text):
            return True
    return bool(open_ones)


def closing(text: bytes, at: int) -> int | None:
    """Return the offset of the bracket that closes the one at `at`, or None if none does."""
    depth = 0
    for token in tokens(text[at:]):
        depth += (token.text in "([{") - (token.text in ")]}")
        if not depth:
            return at + token.start
    return None


def lacks_colon(every: list[Token], n: int) -> bool:
    """Whether a type seems to follow a closure's parameter: `|x &str` or `|x u8`."""
    at = n - 2
    while at > 0 and (every[at].text in (",", ":", "&") or every[at].text.isidentifier()):
        at -= 1  # Over the parameters before it.
    begins = at > 0 and every[at].text == "|" and every[at - 1].text in ("=", "(", ",", "move")
    begins = begins and every[n - 2].text in ("|", ",", "mut") and every[n - 1].text.isidentifier()
    return begins and re.match(r"&$|[A-Z]|[iuf]\d+$|[iu]size$", every[n].text) is not None


def sign_edit(sign: str, last: Token | None, token: Token, gap: bytes) -> Edit:
    """Put a sign between two tokens, spaced as Rust's formatter would."""
    if last is None or (sign in "([<|" and b"\n" not in gap):
        return Edit.insert(token.start, sign)
    if sign in ("=", "=>", "->"):
        # The gap of a lost sign is often two spaces wide.
        end = token.start if b"\n" not in gap else last.end
        return Edit(Span(last.end, end), f" {sign} " if b"\n" not in gap else f" {sign}")
    inner = " " if sign in ":,;" and gap == b"" else ""
    return Edit.insert(last.end, sign + inner)
