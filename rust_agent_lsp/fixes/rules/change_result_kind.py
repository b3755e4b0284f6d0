"""Lets a function that gives `Ok` and `Err` return a `Result` instead of an `Option`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_PAIRS = {("Option", "Result"), ("Result", "Option")}


class ChangeResultKind(FixRule):
    """Writes the return type that the returned values have: `Result<T, E>` or `Option<T>`.

    Every caller gets the other type.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn tag(name: &str) -> Option<String> {
    if name.is_empty() {
        Err(String::from("no name"))
    } else {
        Ok(format!("I am {name}"))
    }
}
fn main() {
    println!("{:?}", tag("Ada"));
}
""",
            after="""\
fn tag(name: &str) -> Result<String, String> {
    if name.is_empty() {
        Err(String::from("no name"))
    } else {
        Ok(format!("I am {name}"))
    }
}
fn main() {
    println!("{:?}", tag("Ada"));
}
""",
        ),
        Example(
            before="""\
fn half(n: u32) -> Result<u32, String> {
    if n % 2 == 0 { Some(n / 2) } else { None }
}
fn main() {
    println!("{:?}", half(4));
}
""",
            after="""\
fn half(n: u32) -> Option<u32> {
    if n % 2 == 0 { Some(n / 2) } else { None }
}
fn main() {
    println!("{:?}", half(4));
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
fn first(v: &[u32]) -> Result<u32, String> {
    if v.is_empty() {
        return Err(String::new());
    }
    v.first()
}
fn main() {
    first(&[]).ok();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        function = site.enclosing("function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function is not None else None
        if types is None or function is None or kind is None:
            return
        wanted, (head, inside) = split_generic(plain(types[0]))[0], split_generic(plain(types[1]))
        written = split_generic(text_of(kind))
        if (wanted, head) not in _PAIRS or written[0] != wanted or not written[1]:
            return
        values = list(returned(function))
        makers = {"Option": ("None", "Some("), "Result": ("Ok(", "Err(")}[head]
        if not values or not all(text_of(value).startswith(makers) for value in values):
            return
        new = f"Option<{written[1][0]}>"
        if head == "Result":
            errors = [v for v in values if text_of(v).startswith("Err(")]
            arguments = errors[0].child_by_field_name("arguments") if errors else None
            inner = arguments.named_children if arguments is not None else []
            error = inside[1] if len(inside) == 2 and inside[1] != "_" else None
            error = error or (type_of(inner[0]) if inner else None) or "String"
            new = f"Result<{written[1][0]}, {error}>"
        yield site.candidate(
            self.id,
            f"Let `{node_name(function)}` return `{new}`",
            replace_node(kind, new),
            safety=Safety.API_CHANGE,
            cost="Its callers get the other type.",
        )
