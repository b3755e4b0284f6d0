"""Where a quote is missing: the places of a line at which one more makes sense, best first.

Most strings end on their line. A line with an odd number of quotes is where one was lost; what
stands between the quotes then tells code from text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import piece_of, pieces
from rust_agent_lsp.syntax.tree import SourceFile

MAX_LINES = 8
MAX_PARSED = 10

_NO_TEXT = re.compile(r"'(?:\\[^\n]{1,9}?|[^\\'\n])'|b?r(#+)\".*?\"\1")
_BEFORE = re.compile(
    r"(?:[(\[{|&+,!]|^|=>|[=!<>]=|(?<![=!<>])=|:|\b(?:return|in|match|if|else|r|b|c|br|cr))\s*$"
)
_AFTER = re.compile(r"\s*(?:[)\],;}|+?]|\.\s*[a-z_]\w*|=>|[=!]=|:(?!:)|//|\{|$)")
_SHOWN = re.compile(
    r"\b(?:e?print(?:ln)?|format|panic|todo|unreachable|unimplemented|format_args)!\s*[({\[]\s*$"
    r"|\bwrite(?:ln)?!\s*\(\s*[\w.&* ]+,\s*$"
)
_HOLE = re.compile(r"\{\{|\}\}|\{(\w*)(?::[^{}]*)?\}")
_CALLED = re.compile(
    r"\.\s*(?:to_string|to_owned|into|as_str|len|push_str|unwrap)\(|String::from\("
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line with the quote put in: the edit, its cost, and what the new string holds."""

    edit: Edit
    cost: float
    shown: str


def odd_lines(source: SourceFile, upto: int) -> list[int]:
    """Return where the lines begin that have an odd number of quotes, those near `upto` first."""
    found, at, last = [], 0, source.line_end(upto)
    while at < last:
        end = source.line_end(at)
        if source.text.count(b'"', at, end) and len(quotes_of(_line(source, at))) % 2:
            found.append(at)
        at = end + 1
    return found[::-1][:MAX_LINES]


def places(source: SourceFile, upto: int) -> Iterator[Place]:
    """Yield the ways to give a line at or before `upto` its missing quote, the likeliest first."""
    choices = [p for at in odd_lines(source, upto) for p in _of_line(source, at)]
    for place in sorted(choices, key=lambda p: p.cost)[:MAX_PARSED]:
        if parses_with(source, [place.edit]):
            yield place


def _line(source: SourceFile, at: int) -> str:
    return source.text[at : source.line_end(at)].decode(errors="replace")


def quotes_of(line: str) -> list[int]:
    """Return the columns of the quotes that begin and end strings, comments left out."""
    found: list[int] = []
    at = 0
    while at < len(line):
        inside = len(found) % 2 == 1
        literal = _NO_TEXT.match(line, at) if not inside else None
        if line.startswith("//", at) and not inside:
            break
        if line[at] == '"':
            found.append(at)
        at += 2 if line[at] == "\\" and inside else 1
        at = literal.end() if literal is not None else at
    return found


def _of_line(source: SourceFile, begin: int) -> list[Place]:
    line = _line(source, begin)
    file = source.text[:begin] + source.text[source.line_end(begin) :]
    known = frozenset(re.findall(r"\w+", file.decode(errors="replace")))
    rest = source.text[source.line_end(begin) :].decode(errors="replace")
    found = []

    def offset(column: int) -> int:
        return begin + len(line[:column].encode())

    for column in range(len(line) + 1):
        if re.match(r"\w", line[column:]) and re.search(r"\w$", line[:column]):
            continue
        new = line[:column] + '"' + line[column:]
        quotes = quotes_of(new)
        if column not in quotes or len(quotes) % 2:
            continue
        pair = quotes.index(column) // 2 * 2
        shown = new[quotes[pair] : quotes[pair + 1] + 1]
        cost = _cost(new, rest, quotes, known.__contains__)
        found.append(Place(Edit.insert(offset(column), '"'), cost, shown))
    for column in quotes_of(line):
        if line[column - 1 : column] == '"' or line[column + 1 : column + 2] == '"':
            new = line[:column] + line[column + 1 :]
            edit = Edit(Span(offset(column), offset(column) + 1), "")
            cost = 1.5 + _cost(new, rest, quotes_of(new), known.__contains__)
            found.append(Place(edit, cost, ""))
    return sorted(found, key=lambda p: p.cost)[:MAX_PARSED]


def _cost(line: str, rest: str, quotes: list[int], known: Callable[[str], bool]) -> float:
    """Say how unlikely the line is with its `quotes`, which are even in number."""
    cost, end = 0.0, 0
    code = ""
    for opening, closing in zip(quotes[::2], quotes[1::2], strict=True):
        before, text, after = line[end:opening], line[opening + 1 : closing], line[closing + 1 :]
        cost += 0.0 if _BEFORE.search(before if end == 0 else f'"{before}') else 4.0
        cost += 0.0 if _AFTER.match(after) else 4.0
        cost += _cost_of_text(text, known)
        if _SHOWN.search(line[:opening]):
            cost += 3.0 * (holes_in(text) != arguments_after(after + rest))
        elif re.search(r"\{\}|\{:", text):
            cost += 0.5
        code += before + " _ "
        end = closing + 1
    code += re.sub(r"//.*", "", line[end:])
    strange = [w for w in re.findall(r"[A-Za-z_]\w*", code) if not known(w)]
    cost += 0.7 * sum(w not in _FAMILIAR for w in strange)
    opened = sum(code.count(a) - code.count(b) for a, b in ("()", "[]"))
    return cost + 0.8 * min(abs(opened), 2)


_FAMILIAR = frozenset(
    re.findall(
        r"\w+",
        "_ let mut fn if else match for in return pub const static true false None Some Ok Err"
        " String from to_string to_owned into push_str new vec println print format panic write"
        " writeln eprintln eprint as_str len unwrap expect clone contains insert push split str"
        " b r c",
    )
)


def _cost_of_text(text: str, known: Callable[[str], bool]) -> float:
    """Say how unlikely it is that this is what a string holds, and not code."""
    cost = 2.0 * bool(_CALLED.search(text)) + 2.0 * bool(re.search(r"[;{]\s*$", text))
    cost += 0.3 * bool(re.match(r"\s+\S", text)) + 0.2 * bool(re.search(r"\S\s+$", text))
    cost += 0.6 * sum(text.count(a) != text.count(b) for a, b in ("()", "[]", "{}"))
    tail = re.search(r",\s*(&?[\w.]+(?:\(\))?|[+-]?\d[\d._]*)$", text)
    if tail is not None and (tail[1][0].isdigit() or known(re.findall(r"\w+", tail[1] + " _")[0])):
        cost += 1.0
    return cost + 0.05 * (not text) + 1.5 * bool(re.search(r"=>|&&|\|\|", text))


def holes_in(text: str) -> int:
    """Count the arguments that a format string takes from its list (named ones once each)."""
    plain = [m[1] for m in _HOLE.finditer(text) if m[0] not in ("{{", "}}")]
    numbered = [int(n) + 1 for n in plain if n.isdigit()]
    return max([sum(not n for n in plain), *numbered])


def arguments_after(after: str) -> int:
    """Count the unnamed arguments behind a format string, to the end of its call."""
    depth, count, part = 0, 0, ""
    for found in re.finditer(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^\\'])'|.", after, re.S):
        sign = found[0]
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0 or (depth == 0 and sign == ","):
            count += bool(part.strip()) and not re.match(r"\s*\w+\s*=(?!=)", part)
            part = ""
        else:
            part += sign
        if depth < 0:
            break
    return count


def parses_with(source: SourceFile, edits: Sequence[Edit]) -> bool:
    """Whether the item around the edits, which are in order, parses once they are made."""
    for span in pieces(source):
        if span.start <= edits[0].span.start <= span.end:
            at, text = span.start, b""
            for edit in edits:
                text += source.text[at : edit.span.start] + edit.text.encode()
                at = edit.span.end
            text += source.text[at : max(span.end, at)]
            if not piece_of(text, span.start).tree.root_node.has_error:
                return True
    return False
