"""Says in which way a trait is used as a type: `impl`, `dyn` or boxed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, text_of

_POINTERS = ("Box", "Rc", "Arc", "RefCell", "Mutex", "Weak", "RwLock", "Cow")


class AddDyn(FixRule):
    """Writes `dyn` behind a pointer, `impl` for parameters and results, `Box<dyn …>` elsewhere."""

    codes: ClassVar = ("E0782", "E0746")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Draw {}\npub fn f(items: &[Box<Draw>]) -> usize {\n    items.len()\n}\n",
            after="pub trait Draw {}\npub fn f(items: &[Box<dyn Draw>]) -> usize {\n    items.len()\n}\n",
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
        "pub trait Draw {}\nmacro_rules! m {\n    ($t:ident) => {\n        pub fn f(_: &$t) {}\n    };\n}\nm!(Draw);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.enclosing("token_tree", "macro_invocation") is not None:
            return
        node = _trait_node(site.node, site.diagnostic.span.end)
        if node.type in ("source_file", "block", "declaration_list"):
            return
        name = text_of(node).removeprefix("dyn ")
        for word, open_, close in _ways(node):
            start = node.start_byte
            edits = [Edit.insert(start, open_), Edit.insert(node.end_byte, close)]
            if text_of(node).startswith("dyn "):
                edits[0] = Edit(type(site.diagnostic.span)(start, start + 4), open_)
            yield site.candidate(
                self.id,
                f"Write `{open_}{name}{close}`{word}",
                *(edit for edit in edits if edit.text),
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


def _ways(node: Node) -> Iterator[tuple[str, str, str]]:
    parent = node.parent
    outer = parent
    if parent is None:
        return
    while outer is not None and outer.type == "type_arguments":
        break
    if parent.type in ("reference_type", "pointer_type"):
        target = parent.parent
        if target is not None and target.type == "reference_type":
            yield "", "dyn ", ""
        yield "", "dyn ", ""
        yield "", "impl ", ""
        return
    if parent.type == "type_arguments":
        holder = parent.parent.child_by_field_name("type") if parent.parent is not None else None
        if holder is not None and text_of(holder).rpartition("::")[2] in _POINTERS:
            yield "", "dyn ", ""
        else:
            yield "", "Box<dyn ", ">"
            yield "", "dyn ", ""
        return
    function = next((a for a in ancestors(node) if a.type.startswith("function_")), None)
    is_result = function is not None and function.child_by_field_name("return_type") == node
    if is_result or parent.type == "parameter":
        yield "", "impl ", ""
        yield "", "Box<dyn ", ">"
        yield "", "&dyn ", ""
    elif parent.type in ("bracketed_type", "scoped_identifier", "scoped_type_identifier"):
        yield "", "<dyn ", ">"
    elif parent.type == "impl_item":
        yield "", "dyn ", ""
    else:
        yield "", "Box<dyn ", ">"
        yield "", "dyn ", ""
