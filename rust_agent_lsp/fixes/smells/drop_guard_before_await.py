"""Gives a lock back before the task waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import insert_line, statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_RUN = (
    "fn main() {\n    use std::task::{Context, Poll, Waker};\n"
    "    let state = std::sync::Mutex::new(1);\n"
    "    let mut task = std::pin::pin!(tick(&state));\n"
    "    let ready = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));\n"
    "    assert!(matches!(ready, Poll::Ready(2)));\n}\n"
)


class DropGuardBeforeAwait(FixRule):
    """Drops the guard before the first `.await` after its last use.

    Others may take the lock while the task waits.
    """

    codes: ClassVar = ("mutex-guard-across-await",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::sync::Mutex;\n\nasync fn tick(state: &Mutex<u32>) -> u32 {\n"
            "    let mut turn = state.lock().unwrap();\n    *turn += 1;\n    let now = *turn;\n"
            "    told(now).await;\n    now\n}\n\nasync fn told(_: u32) {}\n\n" + _RUN,
            after="use std::sync::Mutex;\n\nasync fn tick(state: &Mutex<u32>) -> u32 {\n"
            "    let mut turn = state.lock().unwrap();\n    *turn += 1;\n    let now = *turn;\n"
            "    drop(turn);\n    told(now).await;\n    now\n}\n\nasync fn told(_: u32) {}\n\n"
            + _RUN,
        ),
    )
    refuses: ClassVar = (
        "use std::sync::Mutex;\n\nasync fn tick(state: &Mutex<u32>) -> u32 {\n"
        "    let mut turn = state.lock().unwrap();\n    told().await;\n    *turn += 1;\n"
        "    *turn\n}\n\nasync fn told() {}\n\n" + _RUN,
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        binding = ancestor(site.node, "let_declaration") or next(
            descendants(site.node, "let_declaration"), None
        )
        pattern = binding.child_by_field_name("pattern") if binding else None
        if binding is None or pattern is None or binding.parent is None:
            return
        name = text_of(pattern)
        listed = statements(binding.parent)
        after = listed[listed.index(binding) + 1 :]
        waits = next((s for s in after if next(descendants(s, "await_expression"), None)), None)
        if waits is None or any(mentions(s, name) for s in after[after.index(waits) :]):
            return
        yield site.candidate(
            self.id,
            f"Drop `{name}` before waiting",
            insert_line(site.source, waits, f"drop({name});"),
            safety=self.safety,
            cost="Others may take the lock while the task waits.",
        )
