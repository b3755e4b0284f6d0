"""Takes away a keyword that has no meaning where it stands, or adds the one that is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of

_WORDS = {
    "E0379": r"const\b",
    "E0449": r"pub(?:\s*\([^)]*\))?",
    "E0199": r"unsafe\b",
    "E0197": r"unsafe\b",
}


class DropMisplacedWord(FixRule):
    """Drops `const` from a trait's function, `pub` from an impl or variant, a needless `unsafe`."""

    codes: ClassVar = tuple(_WORDS)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait T {\n    fn go(&self);\n}\nimpl T for u8 {\n"
            "    pub fn go(&self) {}\n}\n",
            after="pub trait T {\n    fn go(&self);\n}\nimpl T for u8 {\n    fn go(&self) {}\n}\n",
            code="E0449",
        ),
        Example(
            before="pub trait T {\n    const fn go() -> u8;\n}\n",
            after="pub trait T {\n    fn go() -> u8;\n}\n",
            code="E0379",
        ),
        Example(
            before="pub trait T {}\nunsafe impl T for u8 {}\n",
            after="pub trait T {}\nimpl T for u8 {}\n",
            code="E0199",
        ),
    )
    refuses: ClassVar = (
        "pub trait T {}\nmacro_rules! imp {\n    ($t:ty) => {\n        unsafe impl T for $t {}\n"
        "    };\n}\nimp!(u8);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        pattern = _WORDS.get(site.diagnostic.code or "")
        if pattern is None or site.enclosing("token_tree", "macro_definition") is not None:
            return
        start = self._start(site, pattern)
        text = site.source.text[start : start + 200].decode(errors="replace")
        found = re.match(pattern + r"\s*", text)
        if found:
            yield site.candidate(
                self.id,
                f"Drop `{found[0].strip()}`, which has no place here",
                Edit.delete(start, start + len(found[0].encode())),
            )

    @staticmethod
    def _start(site: Site, pattern: str) -> int:
        """Return where the word stands: at the span, or among the first words of its item."""
        start = site.diagnostic.span.start
        if re.match(pattern, site.source.slice(site.diagnostic.span)):
            return start
        item = site.enclosing("function_item", "function_signature_item", "impl_item")
        words = list(item.children) if item is not None else []
        return next((c.start_byte for c in words if re.match(pattern, text_of(c))), start)
