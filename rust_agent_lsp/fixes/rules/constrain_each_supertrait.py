"""Says of which supertrait an associated type is meant in a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class ConstrainEachSupertrait(FixRule):
    """Writes `Car + Vehicle<Color = C> + Crate<Color = C>` where two supertraits have a `Color`.

    A trait object cannot have such bounds, so the function becomes generic over the type.
    """

    codes: ClassVar = ("E0222",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Vehicle {\n    type Color;\n}\n"
            "pub trait Crate {\n    type Color;\n}\n"
            "pub trait Car: Crate + Vehicle {}\npub fn dent<T: Car<Color = u8>>(_: T) {}\n",
            after="pub trait Vehicle {\n    type Color;\n}\n"
            "pub trait Crate {\n    type Color;\n}\n"
            "pub trait Car: Crate + Vehicle {}\n"
            "pub fn dent<T: Car + Vehicle<Color = u8> + Crate<Color = u8>>(_: T) {}\n",
        ),
        Example(
            before="pub trait Vehicle {\n    type Color;\n}\n"
            "pub trait Crate {\n    type Color;\n}\n"
            "pub trait Car: Crate + Vehicle {}\npub fn dent<C>(_: &dyn Car<Color = C>) {}\n",
            after="pub trait Vehicle {\n    type Color;\n}\n"
            "pub trait Crate {\n    type Color;\n}\n"
            "pub trait Car: Crate + Vehicle {}\n"
            "pub fn dent<C>(_: &(impl Car + Vehicle<Color = C> + Crate<Color = C>)) {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Vehicle {\n    type Color;\n}\n"
        "pub trait Crate {\n    type Color;\n}\n"
        "pub trait Car: Crate + Vehicle {}\npub struct Lot {\n"
        "    pub car: Box<dyn Car<Color = u8>>,\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        binding = site.enclosing("type_binding")
        bound = ancestor(binding, "generic_type") if binding is not None else None
        named = bound.child_by_field_name("type") if bound is not None else None
        if binding is None or bound is None or named is None:
            return
        name, kind = binding.child_by_field_name("name"), binding.child_by_field_name("type")
        owners = [
            found[1]
            for label in site.diagnostic.labels
            if (found := re.search(r"ambiguous `\w+` from `([\w:]+)`", label.text))
        ]
        if name is None or kind is None or len(owners) < 2:
            return
        others = [text_of(a) for a in descendants(bound, "type_arguments") if a.parent == bound]
        kept = _without(others[0], text_of(binding)) if others else ""
        words = [f"{text_of(named)}{kept}"]
        words += [f"{owner}<{text_of(name)} = {text_of(kind)}>" for owner in dict.fromkeys(owners)]
        text = " + ".join(words)
        holder = bound.parent
        edit = replace_node(bound, text)
        if holder is not None and holder.type in ("dynamic_type", "abstract_type"):
            if ancestor(holder, "parameter") is None:
                return
            outer = holder.parent
            around = outer is not None and outer.type in ("reference_type", "pointer_type")
            edit = replace_node(holder, f"(impl {text})" if around else f"impl {text}")
        elif holder is None or holder.type != "trait_bounds":
            return
        yield site.candidate(
            self.id,
            f"Say `{text_of(name)}` of {' and '.join(f'`{o}`' for o in dict.fromkeys(owners))}",
            edit,
            safety=self.safety,
        )


def _without(arguments: str, binding: str) -> str:
    kept = [part for part in split_top(arguments[1:-1]) if part != binding]
    return f"<{', '.join(kept)}>" if kept else ""
