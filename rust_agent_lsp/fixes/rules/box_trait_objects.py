"""Boxes values of different types that share a trait, so that they get one type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.elements import elements_around
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class BoxTraitObjects(FixRule):
    """Writes `Box<dyn Trait>` as the type and puts each value into a `Box`.

    For a function with `-> impl Trait` that is the result; for a list it is the `let` around it.
    Calls on the values go through a table of methods from then on.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
trait Animal {}
struct Dog;
struct Cat;
impl Animal for Dog {}
impl Animal for Cat {}
fn pick(dog: bool) -> impl Animal {
    if dog { Dog } else { Cat }
}
fn main() {
    pick(true);
}
""",
            after="""\
trait Animal {}
struct Dog;
struct Cat;
impl Animal for Dog {}
impl Animal for Cat {}
fn pick(dog: bool) -> Box<dyn Animal> {
    if dog { Box::new(Dog) } else { Box::new(Cat) }
}
fn main() {
    pick(true);
}
""",
        ),
        Example(
            before="""\
trait Draw {}
struct Dot;
struct Line(u8);
impl Draw for Dot {}
impl Draw for Line {}
fn main() {
    let shapes = vec![Box::new(Dot), Box::new(Line(1))];
    println!("{}", shapes.len());
}
""",
            after="""\
trait Draw {}
struct Dot;
struct Line(u8);
impl Draw for Dot {}
impl Draw for Line {}
fn main() {
    let shapes: Vec<Box<dyn Draw>> = vec![Box::new(Dot), Box::new(Line(1))];
    println!("{}", shapes.len());
}
""",
        ),
        Example(
            before="""\
fn main() {
    let by = 3;
    let steps = [|n: i32| n + 1, |n: i32| n + by];
    println!("{}", steps[0](1));
}
""",
            after="""\
fn main() {
    let by = 3;
    let steps: [Box<dyn Fn(i32) -> _>; 2] = [Box::new(|n: i32| n + 1), Box::new(|n: i32| n + by)];
    println!("{}", steps[0](1));
}
""",
        ),
    )
    refuses: ClassVar = (
        "struct A;\nstruct B;\nfn main() {\n    let both = vec![A, B];\n}\n",
        'fn main() {\n    let both = vec![1, "a"];\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        elements = elements_around(site.source, site.diagnostic.span)
        if len(elements) > 1:
            yield from self._list(site, elements, (plain(types[0]), plain(types[1])))
            return
        function = ancestor(site.node, "function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function is not None else None
        if function is None or kind is None or not text_of(kind).startswith("impl "):
            return
        values = list(returned(function))
        if not any(span_of(v).contains(site.diagnostic.span) for v in values):
            return
        bounds = text_of(kind).removeprefix("impl ")
        yield site.candidate(
            self.id,
            f"Return `Box<dyn {bounds}>`, which holds each of the types",
            replace_node(kind, f"Box<dyn {bounds}>"),
            *(e for v in values for e in wrap(span_of(v), "Box::new(", ")")),
            safety=self.safety,
            cost="Each value is put on the heap.",
        )

    def _list(
        self, site: Site, elements: list[Span], types: tuple[str, str]
    ) -> Iterator[Candidate]:
        whole = ancestor(site.node, "let_declaration")
        name = whole.child_by_field_name("pattern") if whole is not None else None
        value = whole.child_by_field_name("value") if whole is not None else None
        if whole is None or name is None or value is None or whole.child_by_field_name("type"):
            return
        texts = [site.source.slice(element) for element in elements]
        shown = _closure_type(texts[0]) if "closure" in types[0] else None
        if shown is None:
            kinds = {_name_of(text) for text in texts}
            shared = set.intersection(*(_traits(site, kind) for kind in kinds))
            if len(kinds) < 2 or len(shared) != 1:
                return
            shown = next(iter(shared))
        boxed = f"Box<dyn {shown}>"
        if value.type == "array_expression":
            listed = f"[{boxed}; {len(elements)}]"
        elif value.type == "macro_invocation":
            listed = f"Vec<{boxed}>"
        else:
            return
        edits = [Edit.insert(name.end_byte, f": {listed}")]
        for element, text in zip(elements, texts, strict=True):
            if not text.startswith("Box::new("):
                edits += wrap(element, "Box::new(", ")")
        yield site.candidate(
            self.id,
            f"Declare `{text_of(name)}` as `{listed}`",
            *edits,
            safety=self.safety,
            cost="Each value is put on the heap.",
        )


def _name_of(text: str) -> str:
    """Return the name of the type that an element's text makes: `Box::new(Dog::new())` → `Dog`."""
    return re.split(r"\W", text.removeprefix("Box::new("))[0]


def _closure_type(text: str) -> str | None:
    found = re.match(r"(?:move )?\|([^|]*)\|", text)
    if found is None:
        return None
    parts = [part.partition(":")[2].strip() for part in found[1].split(",") if part.strip()]
    return f"Fn({', '.join(parts)}) -> _" if all(parts) else None


def _traits(site: Site, name: str) -> set[str]:
    """Return the traits of this file that it implements for a type."""
    root: Node = site.source.tree.root_node
    own = {
        text_of(n)
        for item in descendants(root, "trait_item")
        if (n := item.child_by_field_name("name")) is not None
    }
    return {
        text_of(trait)
        for block in descendants(root, "impl_item")
        if (trait := block.child_by_field_name("trait")) is not None
        and (kind := block.child_by_field_name("type")) is not None
        and split_generic(text_of(kind))[0] == name
        and split_generic(text_of(trait))[0] in own
    }
