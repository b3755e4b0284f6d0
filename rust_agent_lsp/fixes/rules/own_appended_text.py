"""Makes a text that grows a `String` from the start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import span_of, text_of

_SHOWN = r"\.to_string\(\)|format!|String::"


class OwnAppendedText(FixRule):
    """Declares the variable left of `+=` with `.to_string()` behind its literal."""

    codes: ClassVar = ("E0368",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut line: &str = "a";
    line += "b";
    println!("{line}");
}
""",
            after="""\
fn main() {
    let mut line: String = "a".to_string();
    line += "b";
    println!("{line}");
}
""",
        ),
        Example(
            before="""\
fn main() {
    let mut line = "";
    for n in 0..3 {
        line += format!("{n},");
    }
    println!("{line}");
}
""",
            after="""\
fn main() {
    let mut line = "".to_string();
    for n in 0..3 {
        line += &format!("{n},");
    }
    println!("{line}");
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn add(line: &str) {\n    line += "b";\n}\nfn main() {\n    add("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = site.enclosing("compound_assignment_expr")
        left = whole.child_by_field_name("left") if whole is not None else None
        right = whole.child_by_field_name("right") if whole is not None else None
        if (
            left is None
            or right is None
            or not re.search(r"type `&(?:'\w+ )?str`", site.diagnostic.message)
        ):
            return
        binding = binding_of(left, text_of(left)) if left.type == "identifier" else None
        if binding is None or binding.value is None or binding.value.type != "string_literal":
            return
        edits: list[Edit] = [insert_after(binding.value, ".to_string()")]
        if binding.type is not None:
            edits.append(replace_node(binding.type, "String"))
        if re.search(_SHOWN, text_of(right)) and not text_of(right).startswith("&"):
            edits += prefix(site.source, span_of(right), "&")
        yield site.candidate(self.id, f"Keep `{text_of(left)}` as a `String`", *edits)
