"""Writes a character as a character and a text as a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.types import plain


class ChangeQuotes(FixRule):
    """Turns `"a"` into `'a'` where a `char` is expected, and `'a'` into `"a"` for a `&str`.

    What a text is searched for loses the `b` that makes bytes of it.
    """

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let c: char = "a";\n    println!("{c}");\n}\n',
            after="fn main() {\n    let c: char = 'a';\n    println!(\"{c}\");\n}\n",
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let s: &str = 'b';\n    println!(\"{s}\");\n}\n",
            after='fn main() {\n    let s: &str = "b";\n    println!("{s}");\n}\n',
            code="E0308",
        ),
        Example(
            before="""\
fn main() {
    for c in "ab".chars() {
        assert!(c != "a");
    }
}
""",
            after="""\
fn main() {
    for c in "ab".chars() {
        assert!(c != 'a');
    }
}
""",
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let line = \"a\".strip_suffix(b'\\n');\n"
            '    println!("{line:?}");\n}\n',
            after="fn main() {\n    let line = \"a\".strip_suffix('\\n');\n"
            '    println!("{line:?}");\n}\n',
            code="E0277",
        ),
    )
    refuses: ClassVar = ('fn main() {\n    let c: char = "ab";\n    println!("{c}");\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0277":
            yield from self._of_bytes(site)
            return
        types = expected_found(site)
        if types is None:
            return
        text = site.source.slice(site.diagnostic.span)
        wanted = plain(types[0])
        new = None
        if wanted == "char" and re.fullmatch(r'"(?:[^"\\]|\\.[^"]*)"', text, re.S):
            inner = text[1:-1].replace('\\"', '"')
            new = "'\\''" if inner == "'" else f"'{inner}'"
        elif wanted == "&str" and re.fullmatch(r"'(?:[^'\\]|\\.[^']*)'", text, re.S):
            inner = text[1:-1].replace("\\'", "'")
            new = '"\\""' if inner == '"' else f'"{inner}"'
        if new is not None:
            yield site.candidate(self.id, f"Write `{new}`", Edit(site.diagnostic.span, new))

    def _of_bytes(self, site: Site) -> Iterator[Candidate]:
        """Take the `b` from what a text is searched for."""
        text = site.source.slice(site.diagnostic.span)
        if site.match(r"`[^`]+: (?:\w+::)*Pattern` is not satisfied") and text[:2] in ("b'", 'b"'):
            title = f"Search for `{text[1:]}`, not for bytes"
            yield site.candidate(self.id, title, Edit(site.diagnostic.span, text[1:]))
