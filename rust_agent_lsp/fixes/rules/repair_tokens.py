"""Changes one word or sign near a syntax error so that the item parses again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.keywords import KEYWORDS, misspelled
from rust_agent_lsp.syntax.tokens import (
    Piece,
    Token,
    lacks_colon,
    piece_of,
    pieces,
    sign_edit,
    tokens,
    unbalanced,
)

LARGEST = 40_000
"""The size in bytes up to which an item is tried; each trial parses it once."""

_BACK, _AHEAD = 12, 3
_CHEAP = 2.6
"""What a change may cost that mends one of several errors."""

Trial = tuple[float, Edit, str]
_DROPPED = frozenset(
    ("as", "async", "const", "do", "dyn", "fn", "in", "let", "move", "mut", "pub", "ref", "static")
) | frozenset(("then", "unsafe", "where"))
# What says something that is lost with it.
_MEANT = frozenset(f"Drop `{w}`" for w in ("async", "const", "move", "mut", "pub", "unsafe"))
_MESSAGE = re.compile(
    r"^(?:expected |unexpected |missing `|missing parameters|Rust has no|comparison operators"
    r"|visibility "
    r"|unknown start of token|non-item in|path separator|invalid|leading `|return type should"
    r"|unmatched angle)"
)
# A sign that is mistaken for another -> what is meant.
_SWAPS = {
    ":": ("=>", "::", "=", "->"),
    "::": (":", "."),
    "=": ("=>", ":", "=="),
    "==": ("=",),
    "->": ("=>", ".", ":"),
    "=>": ("->", ":", "="),
    ";": (",", ":"),
    ",": (";", ":", "."),
    ".": ("::", ",", ";"),
    "and": ("&&",),
    "or": ("||",),
    "not": ("!",),
    "of": ("in",),
    "var": ("let",),
    "auto": ("let",),
    "val": ("let",),
    "const": ("let",),
    "(": ("{", "["),
    ")": ("}", "]"),
    "[": ("(", "{"),
    "]": (")", "}"),
    "this": ("self",),
    "def": ("fn",),
    "func": ("fn",),
    "function": ("fn",),
}
_PAIRS = {
    (":", "="): ("=", ": _ ="),
    ("+", "+"): ("+= 1", "+="),
    ("-", "-"): ("-= 1", "-="),
    ("=", "+"): ("+=",),
    ("=", "-"): ("-=",),
    ("<", ">"): ("!=",),
    ("==", "="): ("==",),
    ("!=", "="): ("!=",),
    ("=", "!"): ("!=",),
    ("=", ">"): ("=>", ">="),
    ("=", "<"): ("<=",),
    ("-", ">"): ("->",),
    (":", ":"): ("::",),
}
_SIGNS = (";", ",", ":", "=", "=>", "->", "::", ".", "|", "(", ")", "[", "]", "<", ">")
_AT_LINE = ("let", "fn", "struct", "enum", "trait", "impl", "use", "const", "type", "mod", "for")
_AT_VALUE = ("match", "if")


class RepairTokens(FixRule):
    """Adds, drops or replaces one sign or keyword so that the item parses.

    Doubled words and confused signs are tried first, then what is missing. Other changes than
    the likeliest may parse too and mean something else; they are labelled so.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(a: u8) -> -> u8 {\n    a\n}\n",
            after="pub fn f(a: u8) -> u8 {\n    a\n}\n",
        ),
        Example(
            before="pub fn f(v: &[u8]) -> u8 {\n    let sum: u8  v.iter().sum();\n    sum\n}\n",
            after="pub fn f(v: &[u8]) -> u8 {\n    let sum: u8 = v.iter().sum();\n    sum\n}\n",
        ),
        Example(
            before="pub fn f(n: Option<u8>) -> u8 {\n    match n {\n        Some(n)  {\n"
            "            n\n        }\n        None => 0,\n    }\n}\n",
            after="pub fn f(n: Option<u8>) -> u8 {\n    match n {\n        Some(n) => {\n"
            "            n\n        }\n        None => 0,\n    }\n}\n",
        ),
        Example(
            before='pub fn f(n: u8) {\n    println!("{}"; n);\n}\n',
            after='pub fn f(n: u8) {\n    println!("{}", n);\n}\n',
        ),
        Example("impll P {}\npub struct P;\n", "impl P {}\npub struct P;\n"),
    )
    refuses: ClassVar = ("pub fn f(a: u8) -> u8 {\n    a a a a a\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        piece = _broken_piece(site)
        if piece is None:
            return
        every = tokens(piece.text)
        offset = site.diagnostic.span.start - piece.start
        at = next((n for n, t in enumerate(every) if t.end > offset), len(every) - 1)
        if unbalanced(every):
            return
        trials = sorted(_trials(piece, every, at), key=lambda trial: trial[0])
        cheapest = 0.0
        for found, (cost, edit, title) in enumerate(_that_parse(piece, trials)):
            if found and (cost > cheapest + 2 or found == 3):
                return
            cheapest = cheapest or cost
            span = Span(edit.span.start + piece.start, edit.span.end + piece.start)
            sure = found == 0 and title not in _MEANT
            safety = Safety.SAFE if sure else Safety.CHANGES_BEHAVIOUR
            yield site.candidate(self.id, title, Edit(span, edit.text), safety=safety)


def _that_parse(piece: Piece, trials: list[Trial]) -> Iterator[Trial]:
    """Yield the changes that make the piece parse; if none does, those that leave less wrong."""
    found = False
    for trial in trials:
        if piece.parses_with(trial[1]):
            found = True
            yield trial
    if found:
        return
    wrong = piece.errors_with()
    for trial in trials:
        if trial[0] > _CHEAP:
            return
        if piece.errors_with(trial[1]) < wrong:
            yield trial


def _broken_piece(site: Site) -> Piece | None:
    """Return the items at the error and at the token before it, if they do not parse."""
    if not _MESSAGE.search(site.diagnostic.message):
        return None
    source, start = site.source, site.diagnostic.span.start
    before = len(source.text[:start].rstrip()) - 1
    spans = [s for s in pieces(source) if s.start <= start and s.end > before]
    if not spans:
        return None
    whole = Span(spans[0].start, spans[-1].end)
    if whole.end - whole.start > LARGEST:
        return None
    piece = piece_of(source.text[whole.start : whole.end], whole.start)
    return piece if piece.tree.root_node.has_error else None


def _trials(piece: Piece, every: list[Token], at: int) -> Iterator[tuple[float, Edit, str]]:
    """Yield changes with what makes each unlikely: far from the error, or a rare slip."""
    for first, second in pairwise(every):
        if first.text == second.text and first.text in KEYWORDS:
            edit = Edit.delete(first.start, second.start)
            yield 0.6, edit, f"Drop the second `{first.text}`"
    for n in range(max(at - _BACK, 0), min(at + _AHEAD, len(every))):
        far = 0.12 * abs(n - at) + (0.5 if n > at else 0)
        for cost, edit, title in _changes(piece, every, n):
            yield cost + far, edit, title


def _changes(piece: Piece, every: list[Token], n: int) -> Iterator[tuple[float, Edit, str]]:
    token, text = every[n], every[n].text
    after = every[n + 1] if n + 1 < len(every) else None
    if after is not None and after.text == text and text not in "})&*!|+-":
        yield 0.5, Edit.delete(token.start, after.start), f"Drop the second `{text}`"
    if text == ":" and _opener(every, n) == "[":
        yield 0.8, Edit(Span(token.start, token.end), ".."), "Write `..` for `:`"
        return
    for new in misspelled(text):
        yield 0.3, Edit(Span(token.start, token.end), new), f"Write `{new}` for `{text}`"
    for new in _SWAPS.get(text, ()):
        yield 1.0, Edit(Span(token.start, token.end), new), f"Write `{new}` for `{text}`"
    near = after is not None and piece.text[token.end : after.start].strip() == b""
    if after is not None and near:
        for new in _PAIRS.get((text, after.text), ()):
            title = f"Write `{new}` for `{text}{after.text}`"
            yield 0.9, Edit(Span(token.start, after.end), new), title
    if text in _DROPPED:
        end = after.start if after is not None else token.end
        cost = 0.9 if text in ("then", "do") else 2.5
        yield cost, Edit.delete(token.start, end), f"Drop `{text}`"
    elif (
        text not in KEYWORDS
        and len(text) < 3
        and not text[0].isalnum()
        and text not in "(){}[]!&*-?"
    ):
        yield 2.6, Edit.delete(token.start, token.end), f"Drop the `{text}`"
    yield from _insertions(piece, every, n)


def _opener(every: list[Token], n: int) -> str:
    """Return the bracket that the token is directly in; nothing outside of all."""
    depth = 0
    for token in reversed(every[:n]):
        if token.text in ("(", "[", "{") and not depth:
            return token.text
        depth += (token.text in (")", "]", "}")) - (token.text in ("(", "[", "{"))
    return ""


def _insertions(piece: Piece, every: list[Token], n: int) -> Iterator[tuple[float, Edit, str]]:
    token = every[n]
    last = every[n - 1] if n else None
    gap = piece.text[last.end : token.start] if last is not None else b"\n"
    shown = short(token.text, 30)
    begin = piece.text.rfind(b"\n", 0, last.end if last is not None else 0) + 1
    line = piece.text[begin : (piece.text.find(b"\n", token.start) + 1) or len(piece.text)]
    for rank, sign in enumerate(_SIGNS):
        if not _may_lack(sign, line):
            continue
        edit = sign_edit(sign, last, token, gap)
        where = f"after `{short(last.text, 30)}`" if last is not None else f"before `{shown}`"
        ends = -0.5 if sign in ";," and b"\n" in gap else 1.5 if sign == ";" else 0.0
        ends += 0.9 if sign == "::" and gap else 0.0
        ends -= 0.4 if sign == ":" and lacks_colon(every, n) else 0.0
        yield 2.0 + 0.02 * rank + ends, edit, f"Add `{sign}` {where}"
    words: tuple[str, ...] = _AT_LINE + _AT_VALUE if b"\n" in gap or last is None else ()
    if last is not None:
        if last.text in ("pub", "}"):
            words += (*_AT_LINE, "else")
        if last.text in ("=", "=>", "return", "("):
            words += _AT_VALUE
        if last.text in (")", ">") or last.text.isidentifier():
            words += ("in", "for", "where", "as")
    for rank, word in enumerate(words):
        if not _fits(word, piece.text[token.start :]):
            continue
        edit = Edit.insert(token.start, f"{word} ")
        yield 2.2 + 0.02 * rank, edit, f"Add `{word}` before `{shown}`"


def _may_lack(sign: str, line: bytes) -> bool:
    """Whether the sign may be missing on a line: one of a pair, or a declaration's `=`."""
    if sign == "|":
        return line.count(b"|") % 2 == 1
    if sign in "<>":
        return line.count(b"<") != line.count(b">") - line.count(b"->") - line.count(b"=>")
    if sign == "=":
        return (
            re.match(rb"\s*(?:if |while |pub |\} else if )*(?:let|const|static|type)\b", line)
            is not None
        )
    return True


_HEADS = {
    "fn": rb"[a-z_]\w*\s*(?:<[^>]*>)?\(",
    "struct": rb"[A-Z]\w*[^{};]*\{\s*(?:\}|(?:pub )?[a-z_]\w*\s*:)",
    "enum": rb"[A-Z]\w*[^{};]*\{\s*(?:#|/|[A-Z])",
    "trait": rb"[A-Z]\w*(?![^{]* for )[^{};]*\{\s*(?:\}|/|#|fn\b|type\b|const\b)",
    "impl": rb"<?[A-Z]\w*[^{};]*\{\s*(?:\}|/|#|(?:pub )?fn\b|type\b|const\b)",
    "use": rb"(?:std|core|crate|super|self|\w+)::",
    "const": rb"[A-Z][A-Z0-9_]*\s*:",
    "type": rb"[A-Z][a-z]\w*(?:<[^>]*>)?\s*=",
    "mod": rb"[a-z_]\w*\s*\{",
    "for": rb"[^\n{;]*\bin\b",
    "let": rb"(?:mut\b|[a-z_(])",
    "match": rb"[^\n{;]*\{\s*[^\n;]*=>",
    "if": rb"[^\n{;]*\{(?!\s*[^\n;]*=>)",
}


def _fits(word: str, text: bytes) -> bool:
    """Whether what follows looks as it does after the keyword."""
    head = _HEADS.get(word)
    return head is None or re.match(head, text) is not None
