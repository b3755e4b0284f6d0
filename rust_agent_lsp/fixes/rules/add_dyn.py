"""Says in which way a trait is used as a type: `impl`, `dyn` or boxed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import ancestors, span_of, text_of

_POINTERS = ("Box", "Rc", "Arc", "RefCell", "Mutex", "Weak", "RwLock", "Cow")


class AddDyn(FixRule):
    """Writes `dyn` behind a pointer, `impl` for parameters and results, `Box<dyn …>` elsewhere."""

    codes: ClassVar = ("E0782", "E0746")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Draw {}\npub fn f(items: &[Box<Draw>]) -> usize {\n"
            "    items.len()\n}\n",
            after="pub trait Draw {}\npub fn f(items: &[Box<dyn Draw>]) -> usize {\n"
            "    items.len()\n}\n",
            code="E0782",
        ),
        Example(
            before="pub trait Draw {}\npub fn f(item: Draw) {\n    let _ = item;\n}\n",
            after="pub trait Draw {}\npub fn f(item: impl Draw) {\n    let _ = item;\n}\n",
            code="E0782",
        ),
        Example(
            before="pub trait Draw {}\npub struct Page {\n    pub parts: Vec<Draw>,\n}\n",
            after="pub trait Draw {}\npub struct Page {\n    pub parts: Vec<Box<dyn Draw>>,\n}\n",
            code="E0782",
        ),
        Example(
            before="pub trait Draw {}\nimpl Draw for u8 {}\npub fn f() -> dyn Draw {\n    3u8\n}\n",
            after="pub trait Draw {}\nimpl Draw for u8 {}\npub fn f() -> impl Draw {\n    3u8\n}\n",
            code="E0746",
        ),
    )
    refuses: ClassVar = (
        "pub trait Draw {}\nmacro_rules! m {\n    ($t:ident) => {\n        pub fn f(_: &$t) {}\n"
        "    };\n}\nm!(Draw);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.enclosing("token_tree", "macro_invocation") is not None:
            return
        node = _trait_node(site.node, site.diagnostic.span.end)
        if node.type in ("source_file", "block", "declaration_list"):
            return
        name = text_of(node).removeprefix("dyn ")
        function = _returning(node)
        for open_, close in _ways(node):
            edits = [replace_node(node, open_ + name + close)]
            if "Box" in open_ and function is not None:
                for value in returned(function):
                    if not text_of(value).startswith("Box::"):
                        edits += wrap(span_of(value), "Box::new(", ")")
            yield site.candidate(
                self.id,
                f"Write `{open_}{name}{close}`",
                *edits,
                cost="Each value is allocated on the heap." if "Box" in open_ else "",
            )


def _trait_node(node: Node, end: int) -> Node:
    at = node
    while (
        at.parent is not None
        and at.parent.start_byte == at.start_byte
        and at.parent.end_byte <= end
        and at.parent.type in ("generic_type", "scoped_type_identifier", "dynamic_type")
    ):
        at = at.parent
    return at


def _returning(node: Node) -> Node | None:
    """Return the function whose result type `node` is."""
    function = next((a for a in ancestors(node) if a.type.startswith("function_")), None)
    if function is None or function.child_by_field_name("return_type") != node:
        return None
    return function


def _ways(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what to write before and behind the trait's name, the likeliest first."""
    parent = node.parent
    if parent is None:
        return
    if parent.type in ("reference_type", "pointer_type"):
        yield "dyn ", ""
        yield "impl ", ""
    elif parent.type == "type_arguments":
        holder = parent.parent.child_by_field_name("type") if parent.parent is not None else None
        if holder is None or text_of(holder).rpartition("::")[2] not in _POINTERS:
            yield "Box<dyn ", ">"
        yield "dyn ", ""
    elif parent.type == "parameter" or _returning(node) is not None:
        yield "impl ", ""
        yield "Box<dyn ", ">"
        yield "&dyn ", ""
    elif parent.type in ("bracketed_type", "scoped_identifier", "scoped_type_identifier"):
        yield "<dyn ", ">"
    elif parent.type == "impl_item":
        yield "dyn ", ""
    else:
        yield "Box<dyn ", ">"
        yield "dyn ", ""
