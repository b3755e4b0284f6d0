"""Makes the arguments of a call fit the function: drops, adds or reorders what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import Call, argument_at, call_of, callee, parameters
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_VALUES = {"bool": "false", "String": "String::new()", "&str": '""', "char": "' '"}
_EMPTY = re.compile(r"(Vec|HashMap|HashSet|BTreeMap|BTreeSet|VecDeque)<")


class FillArguments(FixRule):
    """Removes surplus arguments, passes a local named like the missing parameter, or reorders.

    Where no such local is in scope, a value of the right type is offered as a guess.
    """

    codes: ClassVar = ("E0061", "E0057", "E0308")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn add(a: i32, b: i32) -> i32 {
    a + b
}
fn main() {
    println!("{}", add(1, 2, 3));
}
""",
            after="""\
fn add(a: i32, b: i32) -> i32 {
    a + b
}
fn main() {
    println!("{}", add(1, 2));
}
""",
            code="E0061",
        ),
        Example(
            before="""\
fn greet(name: &str, times: u32) {
    println!("{name} {times}");
}
fn main() {
    let times = 3;
    greet("a");
    println!("{times}");
}
""",
            after="""\
fn greet(name: &str, times: u32) {
    println!("{name} {times}");
}
fn main() {
    let times = 3;
    greet("a", times);
    println!("{times}");
}
""",
            code="E0061",
        ),
        Example(
            before="""\
fn greet(name: &str, times: u32) {
    println!("{name} {times}");
}
fn main() {
    greet(3, "a");
}
""",
            after="""\
fn greet(name: &str, times: u32) {
    println!("{name} {times}");
}
fn main() {
    greet("a", 3);
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        "struct Key(u8);\nfn open(key: Key) -> u8 {\n    key.0\n}\nfn main() {\n    open();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = _call(site)
        if call is None:
            return
        if site.diagnostic.code == "E0308":
            if "arguments to this" in site.diagnostic.message:
                yield from self._swap(site, call)
            return
        surplus = [
            label.location.span
            for label in site.diagnostic.labels
            if re.match(r"unexpected argument", label.text)
        ]
        indexes = [i for i, argument in enumerate(call.arguments) if argument in surplus]
        if indexes:
            words = ", ".join(f"`{site.source.slice(call.arguments[i])}`" for i in indexes)
            edits = [_removal(call, i, set(indexes)) for i in indexes]
            yield site.candidate(
                self.id,
                f"Remove the argument {words} of `{call.name}`",
                *edits,
                safety=Safety.CHANGES_BEHAVIOUR,
            )
            return
        yield from self._missing(site, call)

    def _missing(self, site: Site, call: Call) -> Iterator[Candidate]:
        function = callee(site.source, call)
        listed = parameters(function) if function else []
        missing = re.findall(
            r"argument(?: #(\d+))?(?: of type `([^`]+)`)? is missing",
            "\n".join(label.text for label in site.diagnostic.labels),
        )
        if len(missing) != 1 or len(listed) != len(call.arguments) + 1:
            return
        index = int(missing[0][0] or 1) - 1
        if index >= len(listed):
            return
        pattern = listed[index].child_by_field_name("pattern")
        kind = listed[index].child_by_field_name("type")
        if pattern is None or kind is None:
            return
        name = text_of(pattern)
        if binding_of(site.node, name) is not None:
            for value in (name, f"&{name}"):
                yield site.candidate(
                    self.id,
                    f"Pass `{value}` to `{call.name}`",
                    _insertion(site, call, index, value),
                )
            return
        guess = _value_for(text_of(kind))
        if guess is not None:
            yield site.candidate(
                self.id,
                f"Pass `{guess}` as `{name}` to `{call.name}`",
                _insertion(site, call, index, guess),
                safety=Safety.GUESS,
                cost="The value is a guess.",
            )

    def _swap(self, site: Site, call: Call) -> Iterator[Candidate]:
        wrong = [
            label.location.span
            for label in site.diagnostic.labels
            if label.text.startswith("expected `") and label.location.span in call.arguments
        ]
        if len(wrong) != 2:
            return
        one, two = (site.source.slice(span) for span in wrong)
        yield site.candidate(
            self.id,
            f"Swap `{one}` and `{two}` in the call to `{call.name}`",
            Edit(wrong[0], two),
            Edit(wrong[1], one),
        )


def _call(site: Site) -> Call | None:
    """Return the call whose function the primary span names."""
    node = site.node
    at: Node | None = ancestor(node, "call_expression")
    if at is not None and node.start_byte < (at.child_by_field_name("arguments") or at).start_byte:
        return call_of(at)
    following = node.next_sibling
    if following is not None and following.type == "token_tree":
        inside = Span(following.start_byte + 1, following.start_byte + 1)
        found = argument_at(site.source, inside)
        return found[0] if found else None
    return call_of(at) if at is not None else None


def _removal(call: Call, index: int, gone: set[int]) -> Edit:
    """Delete an argument with the comma before it, or behind it for the first ones."""
    span = call.arguments[index]
    if any(i not in gone for i in range(index)) and index > 0:
        return Edit.delete(call.arguments[index - 1].end, span.end)
    if index + 1 < len(call.arguments):
        return Edit.delete(span.start, call.arguments[index + 1].start)
    return Edit.delete(span.start, span.end)


def _insertion(site: Site, call: Call, index: int, value: str) -> Edit:
    if index < len(call.arguments):
        return Edit.insert(call.arguments[index].start, f"{value}, ")
    if call.arguments:
        return Edit.insert(call.arguments[-1].end, f", {value}")
    closing = site.source.text.find(b")", call.node.start_byte)
    arguments = call.node.child_by_field_name("arguments")
    at = arguments.end_byte - 1 if arguments else closing
    return Edit.insert(at, value)


def _value_for(kind: str) -> str | None:
    if re.fullmatch(r"[iu](?:\d+|size)", kind):
        return "0"
    if kind in ("f32", "f64"):
        return "0.0"
    if kind.startswith("Option<"):
        return "None"
    if _EMPTY.match(kind):
        return "Default::default()"
    return _VALUES.get(kind)
