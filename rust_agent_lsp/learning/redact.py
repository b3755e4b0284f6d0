"""Takes the user's literals and comments out of code before it is written down.

What is taken out stands as `⟦kind:mark⟧`; the mark is a keyed hash, so that the same literal can be
put back when it still stands in the user's own file, and cannot be read from ours. Literals are
found as the compiler's lexer does, without a syntax tree: fixes are made in broken code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import SourceFile

# In the order in which the lexer tries them. What is not closed goes on to the end.
_TOKEN = re.compile(
    rb"""(?P<note>//[^\n]*)
    |(?P<block>/\*)
    |(?P<raw>(?<![\w\x80-\xff])(?:b|c)?r(?P<hashes>\#*)")
    |(?P<str>(?:(?<![\w\x80-\xff])[bc])?"(?:[^"\\]|\\.)*(?:"|\\?\Z))
    |(?P<char>(?:(?<![\w\x80-\xff])b)?'(?:\\[^\n][^'\n]*|[^'\\\n]|[\x80-\xff]{2,4}|[\w\x80-\xff]+)')
    |(?P<num>(?<![\w\x80-\xff])\d\w*(?:\.\d\w*)?(?:(?<=[eE])[+-]\d\w*)?)""",
    re.S | re.X,
)
_COMMENT_ENDS = re.compile(rb"/\*|\*/")
_MARK = re.compile(r"⟦\w+:([0-9a-f]{16})⟧")
# A comment may hold backticks of its own: all up to the last one goes.
_QUOTED = re.compile(
    r"""`(?://|/\*).*`|"(?:[^"\\]|\\.)*"|"[^`]*|'(?:\\[^']*|[^'\\\n]|\w+)'|(?<![\w.])\d[\w.]*""",
    re.S,
)


def redact(code: str, key: bytes) -> str:
    """Return whole pieces of Rust with a placeholder for every literal and comment."""
    text = code.encode()
    return redact_part(text, Span(0, len(text)), key)


def redact_part(text: bytes, part: Span, key: bytes) -> str:
    """Return `part` of a file with a placeholder for whatever it shares with a literal or comment.

    Bare delimiters are left: an edit that puts a quote in its place is no secret.
    """
    out, at = [], part.start
    for first, last, kind in _hidden(text):
        start, end = max(first, part.start), min(last, part.end)
        if start >= end or not re.search(rb"[\w\x80-\xff]", text[start:end]):
            continue
        out.append(text[at:start].decode(errors="replace"))
        out.append(f"⟦{kind}:{_hash(text[start:end], key)}⟧")
        at = end
    out.append(text[at : part.end].decode(errors="replace"))
    return "".join(out)


def redact_prose(text: str) -> str:
    """Return a title or message of the compiler's without the literals and comments it quotes."""
    return _QUOTED.sub("…", text)


def restore(code: str, source: SourceFile, key: bytes) -> str | None:
    """Put back what stands in `source`; None when some of it stands there no longer."""
    if "⟦" not in code:
        return code
    known = {
        _hash(source.text[start:end], key): source.text[start:end].decode(errors="replace")
        for start, end, _ in _hidden(source.text)
    }
    if any(mark[1] not in known for mark in _MARK.finditer(code)):
        return None
    return _MARK.sub(lambda mark: known[mark[1]], code)


def _hidden(text: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield start, end (bytes) and kind of every literal and comment, in their order."""
    at = 0
    while found := _TOKEN.search(text, at):
        kind, at = str(found.lastgroup), found.end()
        if kind == "block":
            kind, at = "note", _comment_end(text, at)
        elif found["raw"] is not None:
            closing = text.find(b'"' + found["hashes"], at)
            kind, at = "str", len(text) if closing < 0 else closing + 1 + len(found["hashes"])
        yield found.start(), at, kind


def _comment_end(text: bytes, at: int) -> int:
    """Return where the block comment ends that is open at `at`; they may hold others."""
    depth = 1
    for mark in _COMMENT_ENDS.finditer(text, at):
        depth += 1 if mark[0] == b"/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _hash(text: bytes, key: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:16]
