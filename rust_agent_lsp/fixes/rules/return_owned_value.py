"""Returns a value instead of a reference to something that dies with the function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.stored import copied_from, is_kept, lent_in
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.returns import own_edits, owned_type, returned
from rust_agent_lsp.syntax.tree import text_of

_WRAPPERS = ("Some", "Ok")


class ReturnOwnedValue(FixRule):
    """Changes `&str` to `String`, `&[T]` to `Vec<T>` or `&T` to `T` in the return type.

    Every expression that the function returns is made owned with it. Callers in other places
    get a value where they had a reference; it is a guess where they would change a copy.
    """

    codes: ClassVar = ("E0515", "E0106", "E0597")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn greet<'a>(name: &str) -> &'a str {
    let text = format!("hello {name}");
    &text
}
fn main() {
    println!("{}", greet("a"));
}
""",
            after="""\
fn greet<'a>(name: &str) -> String {
    let text = format!("hello {name}");
    text
}
fn main() {
    println!("{}", greet("a"));
}
""",
            code="E0515",
        ),
        Example(
            before="""\
fn word(short: bool) -> &'static str {
    if short {
        return "x";
    }
    let long = "x".repeat(9);
    long.as_str()
}
fn main() {
    println!("{}", word(true));
}
""",
            after="""\
fn word(short: bool) -> String {
    if short {
        return "x".to_string();
    }
    let long = "x".repeat(9);
    long
}
fn main() {
    println!("{}", word(true));
}
""",
            code="E0515",
        ),
        Example(
            before="""\
fn evens() -> &Vec<u32> {
    let found = vec![2, 4];
    &found
}
fn main() {
    println!("{}", evens().len());
}
""",
            after="""\
fn evens() -> Vec<u32> {
    let found = vec![2, 4];
    found
}
fn main() {
    println!("{}", evens().len());
}
""",
            code="E0106",
        ),
    )
    refuses: ClassVar = (
        "fn f(v: &[u32]) -> Box<dyn Iterator<Item = &u32> + '_> {\n    let w = v.to_vec();\n"
        "    Box::new(w.iter())\n}\nfn main() {\n    f(&[]);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function else None
        if function is None or kind is None or function.type != "function_item":
            return
        reference = _returned_reference(kind)
        owned = owned_type(text_of(reference)) if reference else None
        name = function.child_by_field_name("name")
        if reference is None or owned is None or name is None:
            yield from self._iterator(site, kind)
            return
        if site.diagnostic.code == "E0106" and site.diagnostic.span.start < kind.start_byte:
            return
        edits: list[Edit] = [replace_node(reference, owned[0])]
        for value in returned(function):
            inner = _inside(value, wrapped=reference != kind)
            if inner is not None:
                edits += own_edits(site.source, inner, owned[1])
        public = any(child.type == "visibility_modifier" for child in function.children)
        lent = [found for value in returned(function) if (found := lent_in(value)) is not None]
        elsewhere = [at for at in lent if is_kept(at) or copied_from(at) is not None]
        mild = Safety.API_CHANGE if public or elsewhere else Safety.SAFE
        # Who asked for `&mut` to what is kept elsewhere changes only a copy then.
        apart = any(at.mutable for at in elsewhere)
        yield site.candidate(
            self.id,
            f"Let `{text_of(name)}` return an owned `{owned[0]}`",
            *edits,
            safety=Safety.GUESS if apart else mild,
            cost="What callers change is a copy of what is kept elsewhere." if apart else "",
        )

    def _iterator(self, site: Site, kind: Node) -> Iterator[Candidate]:
        """Give the local collection itself away, where its borrowing iterator is returned."""
        call = call_of(site.node)
        found = re.search(r"\b(?:std::slice::)?Iter<(?:'\w+, )?([^<>]+)>", text_of(kind))
        if call is None or call.name != "iter" or call.receiver is None or found is None:
            return
        at = kind.start_byte + len(text_of(kind)[: found.start()].encode())
        owned = f"std::vec::IntoIter<{found[1]}>"
        name = text_of(call.receiver)
        yield site.candidate(
            self.id,
            f"Return `{name}.into_iter()`, which owns its items",
            Edit(Span(at, at + len(found[0].encode())), owned),
            replace_node(site.node, f"{name}.into_iter()"),
            safety=Safety.API_CHANGE,
        )


def _returned_reference(kind: Node) -> Node | None:
    """Return the reference that a return type is or, in `Option` or `Result`, holds first."""
    if kind.type == "reference_type":
        return kind
    if kind.type == "generic_type" and re.match(r"(Option|Result|io::Result)\b", text_of(kind)):
        arguments = kind.child_by_field_name("type_arguments")
        first = arguments.named_children[0] if arguments else None
        return first if first is not None and first.type == "reference_type" else None
    return None


def _inside(value: Node, *, wrapped: bool) -> Node | None:
    """Return what `Some(…)` or `Ok(…)` holds, where the return type is such a wrapper."""
    if not wrapped:
        return value
    call = call_of(value)
    if call is None or call.name not in _WRAPPERS:
        return None
    arguments = value.child_by_field_name("arguments")
    return arguments.named_children[0] if arguments and arguments.named_children else None
