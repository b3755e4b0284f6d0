"""Implements a foreign trait on a wrapper of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import crate_items, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class WrapForeignType(FixRule):
    """Declares `struct Wrapper(Type);` and implements the trait for it, with `self.0` in the body.

    The trait then belongs to the wrapper alone: values of the old type have to be wrapped.
    """

    codes: ClassVar = ("E0117",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="use std::fmt;\nimpl fmt::Display for Vec<u8> {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.len())\n    }\n}\n',
            after="use std::fmt;\npub struct VecDisplay(pub Vec<u8>);\n\n"
            "impl fmt::Display for VecDisplay {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0.len())\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "macro_rules! show {\n    ($t:ty) => {\n        impl Iterator for $t {\n"
        "            type Item = ();\n"
        "            fn next(&mut self) -> Option<()> {\n                None\n            }\n"
        "        }\n"
        "    };\n}\nshow!(u8);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        trait = impl.child_by_field_name("trait") if impl is not None else None
        kind = impl.child_by_field_name("type") if impl is not None else None
        body = impl.child_by_field_name("body") if impl is not None else None
        if impl is None or trait is None or kind is None or body is None:
            return
        generics = impl.child_by_field_name("type_parameters")
        listed = text_of(generics) if generics is not None else ""
        names = [node_name(p) for p in generics.named_children] if generics is not None else []
        plain = f"<{', '.join(names)}>" if names else ""
        special = {"tuple_type": "Tuple", "array_type": "Array", "reference_type": "Ref"}
        stem = special.get(kind.type) or base_name(text_of(kind))
        if not stem.isidentifier():
            return
        taken = {item.name for item in crate_items(site)}
        name = f"{stem[:1].upper()}{stem[1:]}{base_name(text_of(trait))}"
        if name in taken:
            name += "Wrapper"
        indent = site.source.indent_at(impl.start_byte)
        inner = text_of(kind)
        edits = [
            Edit.insert(impl.start_byte, f"pub struct {name}{listed}(pub {inner});\n\n{indent}"),
            replace_node(kind, name + plain),
        ]
        if base_name(text_of(trait)) == "Drop" and not body.named_children:
            # Not all of the trait would be there, which is an error of its own.
            inside = f"{{\n{indent}    fn drop(&mut self) {{}}\n{indent}}}"
            edits.append(replace_node(body, inside))
        for node in descendants(body, "self"):
            if node.parent is not None and node.parent.type != "self_parameter":
                edits.append(Edit.insert(node.end_byte, ".0"))
        yield site.candidate(
            self.id,
            f"Wrap `{inner}` in `struct {name}` and implement `{text_of(trait)}` for that",
            *edits,
            safety=self.safety,
            cost=f"Values of `{inner}` have to be wrapped in `{name}(…)` to use it.",
        )
