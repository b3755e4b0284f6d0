"""Writes a number, `bool` or `char` as text where a text is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain

_LITERALS = ("integer_literal", "float_literal", "boolean_literal")
_ADDED = ("char", "ToUppercase", "ToLowercase", "bool", "{integer}", "{float}", *NUMBERS)
_SHOWN = (*NUMBERS, "bool", "integer", "floating-point number", "{integer}", "{float}")


class WriteAsText(FixRule):
    """Puts a literal into quotes; any other value becomes a `String` with `.to_string()`."""

    codes: ClassVar = ("E0308", "E0369")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn sort(fruit: &str) -> &str {
    if fruit == "pear" { "sweet" } else { 1 }
}
fn main() {
    println!("{}", sort("pear"));
}
""",
            after="""\
fn sort(fruit: &str) -> &str {
    if fruit == "pear" { "sweet" } else { "1" }
}
fn main() {
    println!("{}", sort("pear"));
}
""",
        ),
        Example(
            before="""\
fn label(n: u32) -> String {
    n + 1
}
fn main() {
    println!("{}", label(1));
}
""",
            after="""\
fn label(n: u32) -> String {
    (n + 1).to_string()
}
fn main() {
    println!("{}", label(1));
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn capital(first: char, rest: &str) -> String {
    first.to_uppercase() + rest
}
fn main() {
    println!("{}", capital('a', "da"));
}
""",
            after="""\
fn capital(first: char, rest: &str) -> String {
    first.to_uppercase().to_string() + rest
}
fn main() {
    println!("{}", capital('a', "da"));
}
""",
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let mut word = "three";\n    println!("{word}");\n    word = 3;\n}\n',
        'fn main() {\n    let n = vec![1] + "a";\n}\n',
        "fn label(n: u32) -> &'static str {\n    n\n}\nfn main() {\n    label(1);\n}\n",
        "struct S;\nfn label(s: S) -> String {\n    s\n}\nfn main() {\n    label(S);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0369":
            yield from self._left_side(site)
            return
        types = expected_found(site)
        parent = site.node.parent
        if types is None or (parent is not None and parent.type == "assignment_expression"):
            return
        operator = parent.child_by_field_name("operator") if parent is not None else None
        if operator is not None and text_of(operator) in ("<", ">", "<=", ">="):
            return  # The length of a text is meant.
        wanted, found = plain(types[0]), plain(types[1])
        if found not in _SHOWN or wanted not in ("&str", "String", "&String"):
            return
        node, span = site.node, site.diagnostic.span
        is_literal = node.type in _LITERALS
        text = short(site.source.slice(span))
        if wanted == "&str":
            if is_literal:
                new = f'"{text_of(node)}"'
                yield site.candidate(self.id, f"Write `{new}`", replace_node(node, new))
            elif parent is not None and parent.type in ("arguments", "binary_expression"):
                lent = (Edit.insert(span.start, "&"), *suffix(site.source, span, ".to_string()"))
                yield site.candidate(self.id, f"Write `{text}` as text", *lent)
            return
        edits = suffix(site.source, span, ".to_string()")
        if wanted == "String":
            yield site.candidate(self.id, f"Make a `String` of `{text}`", *edits)

    def _left_side(self, site: Site) -> Iterator[Candidate]:
        """Make the left side of `x + "text"` a `String`."""
        told = re.search(r"cannot add `&(?:'\w+ )?str` to `([^`]+)`", site.diagnostic.message)
        label = site.label(rf"^{re.escape(told[1])}$") if told is not None else None
        if told is None or label is None or plain(told[1]) not in _ADDED:
            return
        span = label.location.span
        yield site.candidate(
            self.id,
            f"Make a `String` of `{short(site.source.slice(span))}`",
            *suffix(site.source, span, ".to_string()"),
        )
