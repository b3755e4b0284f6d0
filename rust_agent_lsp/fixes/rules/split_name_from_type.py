"""Parts a name from its type where the colon between them is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import generic_names, imported_names, primitive_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_MESSAGE = re.compile(r"expected (?:one of `:`, `@`, or `\||`:`, found)")
_WORD = re.compile(r"(?<![\w.'])(?:mut\s+)?([a-z_]\w*)\s*$")


class SplitNameFromType(FixRule):
    """Writes `size: usize` for `sizeusize`, where a type is known by the word's end.

    The name must be used elsewhere in the file.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn half(sizeusize) -> usize {\n    size / 2\n}\n",
            after="pub fn half(size: usize) -> usize {\n    size / 2\n}\n",
        ),
        Example(
            before="pub struct Size(pub u8);\npub struct Hat {\n    sizeSize,\n}\n"
            "pub fn f(hat: &Hat) -> u8 {\n    hat.size.0\n}\n",
            after="pub struct Size(pub u8);\npub struct Hat {\n    size: Size,\n}\n"
            "pub fn f(hat: &Hat) -> u8 {\n    hat.size.0\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn half(size) -> usize {\n    size / 2\n}\n",
        "pub fn half(sizeusize) -> usize {\n    sizeusize / 2\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not _MESSAGE.match(site.diagnostic.message):
            return
        source = site.source
        start = site.diagnostic.span.start
        before = source.text[source.line_start(start) : start].decode(errors="replace")
        found = _WORD.search(before)
        if found is None:
            return
        word = found[1]
        types = {
            *primitive_names(),
            *(item.name for item in crate_items(site) if item.kind in ("type", "trait")),
            *(name for name in imported_names(source.tree.root_node) if name[:1].isupper()),
            *generic_names(site.node),
            "Self",
        }
        text = source.text.decode(errors="replace")
        for cut in range(1, len(word)):
            name, kind = word[:cut], word[cut:]
            used = re.search(rf"(?<![\w'\"]){name}(?![\w'\"])", text)
            if kind not in types or used is None:
                continue
            at = source.line_start(start) + len(before[: found.start(1) + cut].encode())
            title = f"Write `{name}: {kind}` for `{word}`"
            yield site.candidate(self.id, title, Edit.insert(at, ": "))
            return
