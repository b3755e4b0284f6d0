"""Implements `Display` for a type of the crate that must be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import derives, find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_traits import SIGNATURES, body_of
from rust_agent_lsp.fixes.trait_items import indented, shape_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_MISSING = re.compile(r"`(?P<name>\w+)` doesn't implement `(?:std::fmt::)?Display`")
_ITSELF = 'write!(f, "{self:?}")'


class ImplementDisplay(FixRule):
    """Shows the names of plain variants or the fields, else what `Debug` shows.

    What the text should look like is for its author to say.
    """

    codes: ClassVar = ("E0277", "E0599")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
#[derive(Debug)]
enum Trouble {
    Negative,
    Zero,
}
impl std::error::Error for Trouble {}
fn main() {
    println!("{}", Trouble::Zero);
    println!("{}", Trouble::Negative);
}
""",
            after="""\
#[derive(Debug)]
enum Trouble {
    Negative,
    Zero,
}
impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Negative => write!(f, "Negative"),
            Self::Zero => write!(f, "Zero"),
        }
    }
}
impl std::error::Error for Trouble {}
fn main() {
    println!("{}", Trouble::Zero);
    println!("{}", Trouble::Negative);
}
""",
            code="E0277",
        ),
        Example(
            before="""\
struct Metres(f64);
fn main() {
    let text = Metres(1.5).to_string();
    println!("{text}");
}
""",
            after="""\
struct Metres(f64);
impl std::fmt::Display for Metres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}
fn main() {
    let text = Metres(1.5).to_string();
    println!("{text}");
}
""",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    println!("{}", vec![1]);\n}\n',
        'fn show<T>(t: T) {\n    println!("{}", t);\n}\nfn main() {\n    show(1);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(_MISSING.pattern)
        item = find_item(site, told["name"], "type") if told is not None else None
        if item is None or item.file.path != site.source.path or item.local:
            return
        if item.node.child_by_field_name("type_parameters") is not None:
            return
        shape = shape_of(site, item.name)
        is_empty = not shape.fields and not shape.variants
        body = body_of("Display", "fmt", shape)
        if item.node.type == "enum_item" and is_empty:
            body = _ITSELF if "Debug" in derives(item.node) else None
        if body is None:
            return
        indent = site.source.indent_at(item.node.start_byte)
        function = f"{SIGNATURES['Display']['fmt']} {{\n{indented(body, '    ')}\n}}"
        block = f"impl std::fmt::Display for {item.name} {{\n{indented(function, '    ')}\n}}"
        yield site.candidate(
            self.id,
            f"Implement `Display` for `{item.name}`",
            Edit.insert(item.node.end_byte, "\n" + indented(block, indent)),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="The text that it shows is a guess.",
        )
