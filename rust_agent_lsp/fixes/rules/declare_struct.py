"""Declares a struct that is made somewhere and declared nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import ITEMS, Site
from rust_agent_lsp.fixes.std_names import paths_of
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestors, text_of


class DeclareStruct(FixRule):
    """Declares the struct with the fields of the expression that makes it.

    The types are read from the values; the struct may exist elsewhere.
    """

    codes: ClassVar = ("E0422", "E0531")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let size = 2.5;
    let crate_ = Parcel { size, fragile: true };
}
""",
            after="""\
struct Parcel {
    size: f64,
    fragile: bool,
}

fn main() {
    let size = 2.5;
    let crate_ = Parcel { size, fragile: true };
}
""",
            code="E0422",
        ),
        Example(
            before="fn main() {\n    let Celsius(x) = Celsius(2.5);\n    let _ = x;\n}\n",
            after="struct Celsius(f64);\n\nfn main() {\n    let Celsius(x) = Celsius(2.5);\n"
            "    let _ = x;\n}\n",
            code="E0531",
        ),
    )
    refuses: ClassVar = (
        """\
struct Parcel {
    size: f64,
}
fn main() {
    let one = Parcell { size: 1.0 };
    let two = Parcel { size: 1.0 };
}
""",
        "fn main() {\n    let one = Parcel { size: compute() };\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0531":
            yield from self._tuple(site)
            return
        made = site.enclosing("struct_expression")
        named = made.child_by_field_name("name") if made is not None else None
        body = made.child_by_field_name("body") if made is not None else None
        if made is None or named is None or body is None or named.type != "type_identifier":
            return
        name = text_of(named)
        types = [i.name for i in crate_items(site) if i.kind == "type"]
        if not re.match(r"[A-Z]", name) or near(name, types) or paths_of(name, "type"):
            return
        fields = []
        for part in body.named_children:
            field = part.child_by_field_name("field") or part.named_children[0]
            value = part.child_by_field_name("value")
            if part.type == "shorthand_field_initializer":
                binding = binding_of(field, text_of(field))
                value = binding.value if binding is not None else None
            kind = type_of(value) if value is not None else None
            if kind is None:
                return
            fields.append(f"    {text_of(field)}: {kind},\n")
        items = [n for n in ancestors(made) if n.type in ITEMS]
        top = items[-1] if items else None
        if top is None or not fields or top.type == "mod_item":
            return
        yield site.candidate(
            self.id,
            f"Declare the struct `{name}`",
            Edit.insert(top.start_byte, f"struct {name} {{\n{''.join(fields)}}}\n\n"),
            safety=Safety.GUESS,
            cost="The struct may exist elsewhere, and the types are guesses.",
        )

    def _tuple(self, site: Site) -> Iterator[Candidate]:
        """Declare the tuple struct that a pattern takes apart, as a call of it shows it."""
        name = text_of(site.node)
        types = [i.name for i in crate_items(site) if i.kind == "type"]
        if not re.fullmatch(r"[A-Z]\w*", name) or near(name, types) or paths_of(name, "variant"):
            return
        calls = list(calls_of(site.source, name))
        kinds = [
            value_type(site.source, site.source.node_at(span))
            for span in (calls[0].arguments if calls else ())
        ]
        items = [n for n in ancestors(site.node) if n.type in ITEMS]
        if not kinds or not items or items[-1].type == "mod_item" or None in kinds:
            return
        yield site.candidate(
            self.id,
            f"Declare the struct `{name}`",
            Edit.insert(
                items[-1].start_byte, f"struct {name}({', '.join(str(k) for k in kinds)});\n\n"
            ),
            safety=Safety.GUESS,
            cost="The struct may exist elsewhere, and the types are guesses.",
        )
