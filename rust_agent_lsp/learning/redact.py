"""Takes the user's literals and comments out of code before it is written down.

What is taken out stands as `⟦kind:mark⟧`; the mark is a keyed hash, so that the same literal can be
put back when it still stands in the user's own file, and cannot be read from ours.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

from rust_agent_lsp.syntax.tree import SourceFile, descendants

_KINDS = {
    "string_literal": "str",
    "raw_string_literal": "str",
    "char_literal": "char",
    "integer_literal": "num",
    "float_literal": "num",
    "line_comment": "note",
    "block_comment": "note",
}
_MARK = re.compile(r"⟦\w+:([0-9a-f]{16})⟧")


def redact(code: str, key: bytes) -> str:
    """Return a piece of Rust with a placeholder for every literal and comment."""
    source = SourceFile.parse(Path("piece.rs"), code.encode())
    out, at = [], 0
    for node in _hidden(source):
        out.append(source.text[at : node[0]].decode(errors="replace"))
        out.append(f"⟦{node[2]}:{_hash(source.text[node[0] : node[1]], key)}⟧")
        at = node[1]
    out.append(source.text[at:].decode(errors="replace"))
    return "".join(out)


def redact_prose(text: str) -> str:
    """Return a title or message of the compiler's without the string literals quoted in it."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '"…"', text)


def restore(code: str, source: SourceFile, key: bytes) -> str | None:
    """Put back what stands in `source`; None when some of it stands there no longer."""
    if "⟦" not in code:
        return code
    known = {
        _hash(source.text[start:end], key): source.text[start:end].decode(errors="replace")
        for start, end, _ in _hidden(source)
    }
    if any(mark[1] not in known for mark in _MARK.finditer(code)):
        return None
    return _MARK.sub(lambda mark: known[mark[1]], code)


def _hidden(source: SourceFile) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for node in descendants(source.tree.root_node, *_KINDS):
        if not found or node.start_byte >= found[-1][1]:
            found.append((node.start_byte, node.end_byte, _KINDS[node.type]))
    return found


def _hash(text: bytes, key: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:16]
