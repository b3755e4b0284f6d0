"""Copies an argument that the receiver of the same call is borrowed for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import is_mutable_reference, short_text
from rust_agent_lsp.syntax.tree import ancestors, span_of, text_of


class CloneArgument(FixRule):
    """Turns `line.push_str(&line)` into `line.push_str(&line.clone())`.

    The call works on the value as it was; the copy costs time and memory.
    """

    codes: ClassVar = ("E0502", "E0499", "E0505")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut line = String::from("abc");
    line.push_str(&line);
    println!("{line}");
}
""",
            after="""\
fn main() {
    let mut line = String::from("abc");
    line.push_str(&line.clone());
    println!("{line}");
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    v.extend(v.iter());
    println!("{v:?}");
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    v.extend(v.clone());
    println!("{v:?}");
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    std::mem::swap(&mut n, &mut n);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        if label is None:
            return
        spans = (label.location.span, site.diagnostic.span)
        seen: list[Node] = []
        for span in spans:
            for argument in _arguments(site.source.node_at(span)):
                call = argument.parent.parent if argument.parent is not None else None
                other = spans[0] if span == spans[1] else spans[1]
                both = call is not None and span_of(call).contains(other)
                if argument in seen or not both or span_of(argument).contains(other):
                    continue
                seen.append(argument)
                yield from self._copy(site, argument)

    def _copy(self, site: Site, argument: Node) -> Iterator[Candidate]:
        call = call_of(argument)
        text = text_of(argument)
        if argument.type == "reference_expression":
            edits = [insert_after(argument, ".clone()")]
            if is_mutable_reference(argument):
                return
            if text.endswith("]") and ".." in text:
                edits = [insert_after(argument, ".to_vec()")]
                owned = [insert_after(argument, ".to_string()")]
                yield self._candidate(site, argument, owned[0])
            yield self._candidate(site, argument, edits[0])
        elif call is not None and call.receiver is not None:
            if call.name in ("iter", "chars", "bytes", "into_iter"):
                base = text_of(call.receiver)
                copied = f"{base}.clone()" + ("" if "iter" in call.name else f".{call.name}()")
                yield self._candidate(site, argument, replace_node(argument, copied))
            if call.name in ("as_str", "trim"):
                yield self._candidate(site, argument, replace_node(argument, f"&{text}.to_owned()"))
            elif call.name in ("first", "last", "get"):
                yield self._candidate(site, argument, insert_after(argument, ".cloned()"))
            else:
                yield self._candidate(site, argument, replace_node(argument, f"&{text}.clone()"))

    def _candidate(self, site: Site, argument: Node, edit: Edit) -> Candidate:
        return site.candidate(
            self.id,
            f"Pass a copy of `{short_text(argument)}`",
            edit,
            safety=self.safety,
            cost="Copies the value each time it runs.",
        )


def _arguments(node: Node) -> Iterator[Node]:
    """Yield the arguments around `node`, the innermost first; none from inside a closure."""
    child = node
    for parent in ancestors(node):
        if parent.type in ("closure_expression", "block"):
            return
        if parent.type == "arguments":
            yield child
        child = parent
