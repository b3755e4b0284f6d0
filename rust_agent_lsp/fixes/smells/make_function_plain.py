"""Makes a function plain that is async and never waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_POLL = (
    "fn main() {\n    use std::task::{Context, Poll, Waker};\n"
    "    let mut task = std::pin::pin!(run());\n"
    "    let ready = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));\n"
    "    assert!(matches!(ready, Poll::Ready(5)));\n}\n"
)


class MakeFunctionPlain(FixRule):
    """Removes `async` from a private function, and `.await` from its calls.

    Only where each call in the file is awaited at once.
    """

    codes: ClassVar = ("async-without-await",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="async fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n\n"
            "async fn run() -> u32 {\n    add(2, 3).await\n}\n\n" + _POLL,
            after="fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n\n"
            "async fn run() -> u32 {\n    add(2, 3)\n}\n\n" + _POLL,
        ),
    )
    refuses: ClassVar = (
        "async fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n\n"
        "async fn run() -> u32 {\n    let sum = add(2, 3);\n    sum.await\n}\n\n" + _POLL,
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        function = ancestor(site.node, "function_item") or next(
            (f for f in descendants(site.node, "function_item") if f.start_byte >= span.start), None
        )
        name_node = function.child_by_field_name("name") if function else None
        if function is None or name_node is None:
            return
        marks = next((c for c in function.children if c.type == "function_modifiers"), None)
        if marks is None:
            return
        if any(c.type == "visibility_modifier" for c in function.children):
            return
        name, edits = text_of(name_node), []
        for use in descendants(site.source.tree.root_node, "identifier", "field_identifier"):
            if text_of(use) != name or use == name_node:
                continue
            call = ancestor(use, "call_expression")
            waits = call.parent if call else None
            if call is None or waits is None or waits.type != "await_expression":
                return
            edits.append(Edit.delete(call.end_byte, waits.end_byte))
        words = [word for word in text_of(marks).split() if word != "async"]
        text = "".join(f"{word} " for word in words)
        start = marks.start_byte
        end = next(c.start_byte for c in function.children if c.type == "fn")
        edits.append(Edit(Span(start, end), text))
        yield site.candidate(self.id, f"Make `{name}` a plain function", *edits)
