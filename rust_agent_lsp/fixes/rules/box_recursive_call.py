"""Puts the future of a recursive call on the heap, so that its size is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of


class BoxRecursiveCall(FixRule):
    """Wraps the recursive calls of an `async fn` in `Box::pin(…)`."""

    codes: ClassVar = ("E0733",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub async fn fib(n: u32) -> u32 {\n    if n < 2 {\n        n\n    } else {\n"
            "        fib(n - 1).await + fib(n - 2).await\n    }\n}\n",
            after="pub async fn fib(n: u32) -> u32 {\n    if n < 2 {\n        n\n    } else {\n"
            "        Box::pin(fib(n - 1)).await + Box::pin(fib(n - 2)).await\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! call {\n    ($f:ident) => {\n        $f().await\n    };\n}\n"
        "pub async fn f() {\n    call!(f);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        called = _awaited(site)
        function = site.enclosing("function_item")
        if called is None or function is None:
            return
        name = called[1]
        spans = [called[0]]
        for found in descendants(function, "await_expression"):
            call = found.named_children[0] if found.named_children else None
            if call is not None and call.type == "call_expression":
                callee = call.child_by_field_name("function")
                if callee is not None and text_of(callee) == name and span_of(call) not in spans:
                    spans.append(span_of(call))
        edits = [edit for span in spans for edit in wrap(span, "Box::pin(", ")")]
        yield site.candidate(
            self.id,
            f"Box the recursive calls of `{name}`",
            *edits,
            cost="Allocates once for each recursive call.",
        )


def _awaited(site: Site) -> tuple[Span, str] | None:
    """Return the call that is awaited, and how its function is written."""
    label = site.label(r"recursive call here")
    node = site.node_of(label) if label is not None else None
    awaited = ancestor(node, "await_expression") if node is not None else None
    call = awaited.named_children[0] if awaited is not None and awaited.named_children else None
    callee = call.child_by_field_name("function") if call is not None else None
    if call is None or callee is None or call.type != "call_expression":
        return None
    return span_of(call), text_of(callee)
