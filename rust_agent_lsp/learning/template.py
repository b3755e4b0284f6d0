"""A learned form of repair: what stood at the places of a diagnostic, and what stands there now.

`before` has a line for each place, `anchor: tokens`, `after` one for what becomes of it. Around the
anchor's own tokens stand `‹` and `›`. Holes: `$0` is what the anchor holds and the edit left alone,
`$1` a name, `#1` a literal, `%1` a name that the diagnostic itself quotes. All else is Rust's or
std's own, so that a form tells nothing of the code that it was learned from.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice, product

from rust_agent_lsp.learning.form import Word, is_literal, is_name, words
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import Token, tokens
from rust_agent_lsp.syntax.tree import SourceFile, span_of

MOST_PLACES = 4
_ITEM = re.compile(rb"^(?!where\b|else\b)[A-Za-z#]", re.M)
_QUOTED = re.compile(r"`([^`]*)`")
# What binds looser than a sign before it or a conversion behind it, and what than a method call.
_LOOSE = frozenset(("binary_expression", "range_expression", "assignment_expression"))
_LOOSER = _LOOSE | {
    "unary_expression",
    "reference_expression",
    "closure_expression",
    "type_cast_expression",
}


def item_around(text: bytes, span: Span) -> Span:
    """Return the outermost items that `span` touches, as the lines that are not indented show
    them: a whole file of 10,000 lines takes a second to read token by token."""
    start = max((m.start() for m in _ITEM.finditer(text, 0, span.start + 1)), default=0)
    behind = _ITEM.search(text, min(len(text), span.end + 1))
    return Span(start, behind.start() if behind else len(text))


@lru_cache(maxsize=8)
def _tokens_in(text: bytes, part: Span) -> tuple[Token, ...]:
    """Return the tokens of a part of a file, kept for the next question about it."""
    return tuple(
        Token(t.start + part.start, t.end + part.start, t.text)
        for t in tokens(text[part.start : part.end])
    )


def anchors(diagnostic: Diagnostic) -> list[tuple[str, Span]]:
    """Return the places in the diagnostic's own file by name, each once, the primary one first.

    The name of a place is made of what the compiler says there, without what it quotes.
    """
    labels = [(label.text, label) for label in diagnostic.labels]
    for note in diagnostic.notes:
        labels += [(label.text or note.text, label) for label in note.labels]
    found = [("primary", diagnostic.span)]
    found += [
        (anchor_name(text), label.location.span)
        for text, label in labels
        if label.location.path == diagnostic.path
    ]
    found += [
        (anchor_name(suggestion.text), edit.span)
        for suggestion in diagnostic.suggestions
        for file in suggestion.edits
        if file.path == diagnostic.path
        for edit in file.edits
    ]
    once: dict[Span, str] = {}
    for name, span in found:
        once.setdefault(span, name)
    return [(name, span) for span, name in once.items()]


def anchor_name(text: str) -> str:
    """Return the name of a place at which the compiler says `text`."""
    plain = re.split(r"[,:;]", _QUOTED.sub("_", text))[0].strip()
    plain = re.sub(r"\d+", "_", plain)
    return "place-" + hashlib.sha256(plain.encode()).hexdigest()[:8]


def quoted_names(diagnostic: Diagnostic) -> list[str]:
    """Return what the headline and the primary label quote, each once."""
    texts = [diagnostic.message, *(la.text for la in diagnostic.labels if la.primary)]
    return list(dict.fromkeys(q for text in texts for q in _QUOTED.findall(text)))


def range_of(all_tokens: Sequence[Token], span: Span) -> tuple[int, int] | None:
    """Return which tokens a place covers; a place without width means the token that it stands
    before. None where it cuts through one."""
    first = bisect_left(all_tokens, span.start, key=lambda t: t.start)
    if first and all_tokens[first - 1].end > span.start:
        return None
    if span.start == span.end:
        return (first, first + 1) if first < len(all_tokens) else None
    last = bisect_left(all_tokens, span.end, key=lambda t: t.start)
    if last <= first or all_tokens[last - 1].end > span.end:
        return None
    return first, last


def proposals(
    before: str, after: str, diagnostic: Diagnostic, source: SourceFile
) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that the form makes at `diagnostic`, for each way in which it fits."""
    places = anchors(diagnostic)
    lines = [line.partition(": ") for line in before.split("\n")]
    results = after.split("\n")
    if len(lines) != len(results):
        return
    choices = [[span for name, span in places if name == line[0]] for line in lines]
    for spans in islice(product(*choices), MOST_PLACES):
        bound: dict[str, str] = {}
        names = quoted_names(diagnostic)
        bound.update({f"%{n}": name for n, name in enumerate(names)})
        fitted = [
            _fit(words(line[2]), span, source, bound)
            for line, span in zip(lines, spans, strict=True)
        ]
        edits: list[Edit] = []
        for fit, result in zip(fitted, results, strict=True):
            made = None if fit is None else _edits(fit, words(result), source, bound)
            if made is None:
                break
            edits += made
        else:
            if edits:
                yield tuple(sorted(set(edits)))


_Fit = list[tuple[Word, Span]]


def _fit(line: list[Word], span: Span, source: SourceFile, bound: dict[str, str]) -> _Fit | None:
    """Return where each token of the template stands in the text, or None."""
    every = _tokens_in(source.text, item_around(source.text, span))
    covered = range_of(every, span)
    marks = [n for n, word in enumerate(line) if word.text in "‹›"]
    if covered is None or len(marks) != 2:
        return None
    left, inside, right = line[: marks[0]], line[marks[0] + 1 : marks[1]], line[marks[1] + 1 :]
    rest = next((n for n, word in enumerate(inside) if word.text == "$0"), None)
    width = covered[1] - covered[0]
    if (rest is None and width != len(inside)) or (rest is not None and width < len(inside)):
        return None
    first = covered[0] - len(left)
    if first < 0 or covered[1] + len(right) > len(every):
        return None
    found: _Fit = []
    at = first
    for word in (*left, *inside, *right):
        size = width - len(inside) + 1 if word.text == "$0" else 1
        place = Span(every[at].start, every[at + size - 1].end)
        if not _matches(word, source.slice(place), bound):
            return None
        found.append((word, place))
        at += size
    return found


def _matches(word: Word, text: str, bound: dict[str, str]) -> bool:
    if not word.is_hole:
        return word.text == text
    if word.text in bound:
        return bound[word.text] == text
    kind = word.text[0]
    if kind == "%" or (kind == "#" and not is_literal(text)):
        return False
    if kind == "$" and word.text != "$0" and not is_name(text):
        return False
    if word.text != "$0":  # each place has its own
        bound[word.text] = text
    return True


def _edits(
    fit: _Fit, result: list[Word], source: SourceFile, bound: dict[str, str]
) -> list[Edit] | None:
    """Return the edits that make `result` of what was fitted; what stays is not touched."""
    was = [word.text for word, _ in fit]
    now = [word.text for word in result]
    rest = next((place for word, place in fit if word.text == "$0"), None)
    if any(w.is_hole and w.text != "$0" and w.text not in bound for w in result):
        return None
    if "$0" in now and rest is None:
        return None
    if any(word.text == "$0" for word in result) and now.count("$0") != 1:
        return None
    edits: list[Edit] = []
    for kind, i, k, j, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        text = "".join(
            (" " if word.gap and n else "") + _value(word, bound)
            for n, word in enumerate(result[j:m])
        )
        lead = j < m and result[j].gap
        trail = m < len(result) and result[m].gap
        edits.append(_edit(fit, i, k, text, lead=lead, trail=trail, source=source))
    if rest is not None and _needs_parentheses(rest, result, source):
        edits += [Edit.insert(rest.start, "("), Edit.insert(rest.end, ")")]
        return _joined(edits)
    return edits


def _edit(
    fit: _Fit, i: int, k: int, text: str, *, lead: bool, trail: bool, source: SourceFile
) -> Edit:
    places = [place for _, place in fit]
    if i == k:
        if i == len(places):
            return Edit.insert(places[-1].end, (" " if lead else "") + text)
        at = places[i].start
        spaced = source.text[max(0, at - 1) : at].isspace() or i == 0
        return Edit.insert(at, (" " if lead and not spaced else "") + text + " " * trail)
    start, end = places[i].start, places[k - 1].end
    if text:
        return Edit(Span(start, end), text)
    if k < len(places):
        if i:
            start, text = places[i - 1].end, " " * trail
        end = places[k].start
    elif i:
        start = places[i - 1].end
    return Edit(Span(start, end), text)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Return edits at one place as one: the bracket that closes comes before what follows it."""
    found: dict[Span, str] = {}
    for edit in edits:
        old = found.get(edit.span, "")
        found[edit.span] = edit.text + old if edit.text == ")" else old + edit.text
    return [Edit(span, text) for span, text in found.items()]


def _needs_parentheses(rest: Span, result: list[Word], source: SourceFile) -> bool:
    at = next(n for n, word in enumerate(result) if word.text == "$0")
    follows = result[at + 1].text if at + 1 < len(result) else ""
    stands_before = result[at - 1].text if at else ""
    if follows in (".", "?"):
        loose = _LOOSER
    elif follows == "as" or stands_before in ("&", "*", "!", "mut"):
        loose = _LOOSE
    else:
        return False
    node = source.node_at(rest)
    return node.type in loose and span_of(node) == rest


def _value(word: Word, bound: dict[str, str]) -> str:
    return bound[word.text] if word.is_hole else word.text
