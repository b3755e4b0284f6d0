"""Puts the words before `fn`, or before an `extern` block, in the order that Rust wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_WORD = rb'(?:pub(?:\([^()]*\))?|default|const|async|unsafe|safe|extern(?:\s*"[^"\n]*")?)'
_HEAD = re.compile(rb"(?<!\w)(?:" + _WORD + rb"\s+)+(?=fn\b|\{)")
_ORDER = (b"pub", b"default", b"const", b"async", b"unsafe", b"safe", b"extern")


class OrderFunctionWords(FixRule):
    """Writes `pub const async unsafe extern "C" fn`, whatever order the words are in.

    A word that is there twice is kept once.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub extern "C" unsafe fn start() {}\n',
            after='pub unsafe extern "C" fn start() {}\n',
        ),
        Example(
            before="unsafe const pub fn size() -> u8 {\n    1\n}\n",
            after="pub const unsafe fn size() -> u8 {\n    1\n}\n",
        ),
        Example(
            before='extern "C" unsafe {\n    pub fn abs(n: i32) -> i32;\n}\n',
            after='unsafe extern "C" {\n    pub fn abs(n: i32) -> i32;\n}\n',
        ),
    )
    refuses: ClassVar = (
        'pub unsafe extern "C" fn unsafe() {}\n',
        "pub async fun load() {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "expected" not in site.diagnostic.message:
            return
        start = site.diagnostic.span.start
        for found in _HEAD.finditer(site.source.text):
            if not found.start() <= start <= found.end():
                continue
            words = [w[0] for w in re.finditer(_WORD, found[0])]
            block = site.source.text[found.end() : found.end() + 1] == b"{"
            if block and not any(w.startswith(b"extern") for w in words):
                continue
            ordered = sorted(dict.fromkeys(words), key=_rank)
            if ordered == words or len({_rank(w) for w in ordered}) < len(ordered):
                continue
            text = b" ".join(ordered).decode()
            edit = Edit(Span(found.start(), found.start() + len(found[0].rstrip())), text)
            yield site.candidate(self.id, f"Write `{text} {'{' if block else 'fn'}`", edit)


def _rank(word: bytes) -> int:
    return next(n for n, known in enumerate(_ORDER) if word.startswith(known))
