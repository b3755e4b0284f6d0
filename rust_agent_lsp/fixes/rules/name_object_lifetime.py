"""Names the lifetime of a trait object, or drops `'static`, where a shorter borrow is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import lifetimes_of
from rust_agent_lsp.syntax.tree import descendants, text_of


class NameObjectLifetime(FixRule):
    """Writes `dyn Trait + 'a` where `dyn Trait` alone demands `'static`.

    It does so in the type that the function returns, or in the struct that it fills. A `'static`
    in the type of a `let` is dropped. Callers may keep the object only for that lifetime.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
pub trait Graph<'a> {
    type Nodes: Iterator<Item = u8> + 'a;
    fn nodes(&'a self) -> Self::Nodes;
    fn even(&'a self) -> Box<dyn Iterator<Item = u8>> {
        Box::new(self.nodes().filter(|n| n % 2 == 0))
    }
}
""",
            after="""\
pub trait Graph<'a> {
    type Nodes: Iterator<Item = u8> + 'a;
    fn nodes(&'a self) -> Self::Nodes;
    fn even(&'a self) -> Box<dyn Iterator<Item = u8> + 'a> {
        Box::new(self.nodes().filter(|n| n % 2 == 0))
    }
}
""",
        ),
        Example(
            before="pub trait Test {}\npub struct Held<'a> {\n    t: &'a Box<dyn Test>,\n}\n"
            "pub fn fill<'a>(t: &'a Box<dyn Test + 'a>, mut held: Held<'a>) {\n"
            "    held.t = t;\n}\n",
            after="pub trait Test {}\npub struct Held<'a> {\n    t: &'a Box<dyn Test + 'a>,\n}\n"
            "pub fn fill<'a>(t: &'a Box<dyn Test + 'a>, mut held: Held<'a>) {\n"
            "    held.t = t;\n}\n",
        ),
        Example(
            before="pub struct Dog {\n    cats: usize,\n}\nimpl Dog {\n"
            "    pub fn chase(&mut self) {\n"
            "        let p: &'static mut usize = &mut self.cats;\n        *p += 1;\n    }\n}\n",
            after="pub struct Dog {\n    cats: usize,\n}\nimpl Dog {\n"
            "    pub fn chase(&mut self) {\n"
            "        let p: &mut usize = &mut self.cats;\n        *p += 1;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn name<'a>(x: &'a str) -> &'static str {\n    x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(r"`('\w+)` must outlive `'static`")
        function = site.enclosing("function_item")
        if found is None or function is None:
            return
        yield from self._local(site)
        if found[1][1].isdigit():
            return
        result = function.child_by_field_name("return_type")
        if result is not None:
            yield from self._named(site, bare_objects(result), found[1], "what is returned")
        listed = function.child_by_field_name("parameters")
        names = {text_of(n) for n in descendants(listed, "type_identifier")} if listed else set()
        for name in sorted(names):
            item = find_item(site, name, "type")
            if item is not None and item.file.path == site.source.path:
                own = lifetimes_of(item.node)
                if len(own) == 1:
                    yield from self._named(site, bare_objects(item.node), own[0], f"`{name}`")

    def _named(
        self, site: Site, objects: list[Node], lifetime: str, where: str
    ) -> Iterator[Candidate]:
        if objects:
            yield site.candidate(
                self.id,
                f"Let `{text_of(objects[0])}` in {where} live for `{lifetime}`",
                *(Edit.insert(node.end_byte, f" + {lifetime}") for node in objects),
                safety=self.safety,
            )

    def _local(self, site: Site) -> Iterator[Candidate]:
        """Drop the `'static` of a variable's own type."""
        binding = site.enclosing("let_declaration")
        kind = binding.child_by_field_name("type") if binding is not None else None
        named = (
            [n for n in descendants(kind, "lifetime") if text_of(n) == "'static"] if kind else []
        )
        edits = [
            Edit.delete(n.start_byte, after.start_byte)
            for n in named
            if n.parent is not None
            and n.parent.type == "reference_type"
            and (after := n.next_sibling) is not None
        ]
        if edits:
            yield site.candidate(
                self.id, "Drop `'static` from the type of the variable", *edits, safety=Safety.SAFE
            )


def bare_objects(node: Node) -> list[Node]:
    """Return the `dyn Trait` below `node` that name no lifetime and get none from a reference."""
    found = []
    for kind in descendants(node, "dynamic_type"):
        above = kind.parent
        if above is not None and above.type in ("bounded_type", "reference_type"):
            continue
        found.append(kind)
    return found
