"""Writes attributes and comments that begin with `#` as Rust does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class WriteAttribute(FixRule):
    """Turns `#derive(Debug)` into `#[derive(Debug)]`, and `# text` into `// text`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="#derive(Debug)\npub struct S;\n",
            after="#[derive(Debug)]\npub struct S;\n",
        ),
        Example(
            before="[derive(Debug)]\npub struct S;\n",
            after="#[derive(Debug)]\npub struct S;\n",
        ),
        Example(
            before="@derive(Debug)\npub struct S;\n",
            after="#[derive(Debug)]\npub struct S;\n",
        ),
        Example(
            before="pub fn f() {\n    # a remark\n    let _ = 1;\n}\n",
            after="pub fn f() {\n    // a remark\n    let _ = 1;\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    1 # 2\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        begin, end = source.line_start(span.start), source.line_end(span.start)
        line = source.text[begin:end].decode(errors="replace")
        indent = len(line) - len(line.lstrip())
        word = r"(?:derive|repr|inline|test|cfg|allow|warn|must_use|deprecated|ignore)\b.*?\)?"
        found = re.fullmatch(rf"[#@]?\[?({word})\]?;?", line.strip())
        if found is not None and re.match(r"[#@]?\s*\w|\[", line.strip()):
            edit = Edit(Span(begin + indent, begin + len(line.rstrip().encode())), f"#[{found[1]}]")
            yield site.candidate(self.id, f"Write `{edit.text}`", edit)
        elif re.match(r"#+\s", line.strip()) and site.diagnostic.message.startswith("expected "):
            signs = len(line.strip()) - len(line.strip().lstrip("#"))
            edit = Edit(Span(begin + indent, begin + indent + signs), "//")
            yield site.candidate(self.id, "Make the line a comment", edit)
