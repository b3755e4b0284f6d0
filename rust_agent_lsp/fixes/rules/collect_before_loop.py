"""Collects the keys or items of a loop first, so that its body may change the collection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import borrowing_loop
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import text_of

_ITEMS = re.compile(r"\.(?:keys|values|iter|chars|bytes|lines|split_whitespace|filter)\(")
_OWNED = re.compile(r"\.(?:chars|bytes)\(\)$")


class CollectBeforeLoop(FixRule):
    """Turns `for key in map.keys()` into a loop over a `Vec` of copies of the keys.

    The loop visits what was there at its start; the copies cost time and memory.
    """

    codes: ClassVar = ("E0502", "E0499", "E0506", "E0505")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::collections::BTreeMap;
pub fn thin(map: &mut BTreeMap<u32, u32>) {
    for key in map.keys() {
        if key % 2 == 0 {
            map.remove(key);
        }
    }
}
""",
            after="""\
use std::collections::BTreeMap;
pub fn thin(map: &mut BTreeMap<u32, u32>) {
    for key in &map.keys().cloned().collect::<Vec<_>>() {
        if key % 2 == 0 {
            map.remove(key);
        }
    }
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    for x in v.iter_mut() {
        v.push(*x);
    }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        loop = borrowing_loop(site)
        if loop is None or loop.pattern.type != "identifier":
            return
        _, pattern, value, body = loop
        text = text_of(value)
        if not body.start_byte <= site.diagnostic.span.start < body.end_byte:
            return
        if "mut" in text or not text.endswith(")") or not _ITEMS.search(text):
            return
        uses = list(uses_of(body, text_of(pattern)))
        if not uses:
            return
        for new in (f"&{text}.cloned().collect::<Vec<_>>()", f"{text}.collect::<Vec<_>>()"):
            if new.startswith("&") == bool(_OWNED.search(text)):
                continue
            yield site.candidate(
                self.id,
                f"Collect `{text}` before the loop",
                replace_node(value, new),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Copies what the loop visits.",
            )
