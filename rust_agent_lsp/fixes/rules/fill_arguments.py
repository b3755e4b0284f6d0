"""Makes the arguments of a call fit the function: drops, adds or reorders what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.arguments import Lack, called_at, insertion, lacking
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import Call, callee
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor
from rust_agent_lsp.syntax.types import NUMBERS

_VALUES = {"bool": "false", "String": "String::new()", "&str": '""', "char": "' '"}
_EMPTY = re.compile(r"(Vec|HashMap|HashSet|BTreeMap|BTreeSet|VecDeque)<")
_DEPTH = re.compile(r"(?:^|_)(?:depth|level|indent|indentation|generation|distance|dist)(?:$|_)")


class FillArguments(FixRule):
    """Removes surplus arguments, passes a local named like the missing parameter, or reorders.

    Where no such local is in scope, a value of the right type is offered as a guess. A function
    that calls itself passes its depth plus one.
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
            before="fn down(n: u32, depth: u32) -> u32 {\n    if n == 0 {\n        depth\n"
            "    } else {\n        down(n - 1)\n    }\n}\nfn main() {\n    down(3, 0);\n}\n",
            after="fn down(n: u32, depth: u32) -> u32 {\n    if n == 0 {\n        depth\n"
            "    } else {\n        down(n - 1, depth + 1)\n    }\n}\nfn main() {\n"
            "    down(3, 0);\n}\n",
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
        call = called_at(site)
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
        lack = lacking(site)
        if lack is None:
            return
        index, name = lack.index, lack.name
        if binding_of(site.node, name) is not None:
            for value, safety in _own_values(site, lack):
                yield site.candidate(
                    self.id,
                    f"Pass `{value}` to `{call.name}`",
                    insertion(site, call, index, value),
                    safety=safety,
                    cost="The value is a guess." if safety == Safety.GUESS else "",
                )
            return
        guess = _value_for(lack.kind)
        if guess is not None:
            yield site.candidate(
                self.id,
                f"Pass `{guess}` as `{name}` to `{call.name}`",
                insertion(site, call, index, guess),
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


def _own_values(site: Site, lack: Lack) -> Iterator[tuple[str, Safety]]:
    """Yield what may be passed where a local is named like the parameter.

    A function that calls itself counts with its numbers: how deep it is grows by one each time.
    """
    function = ancestor(site.node, "function_item")
    itself = function is not None and function == callee(site.source, lack.call)
    counts = itself and lack.kind in NUMBERS
    if counts and _DEPTH.search(lack.name):
        yield f"{lack.name} + 1", Safety.CHANGES_BEHAVIOUR
    yield lack.name, Safety.GUESS if counts else Safety.SAFE
    if not counts:
        yield f"&{lack.name}", Safety.SAFE


def _removal(call: Call, index: int, gone: set[int]) -> Edit:
    """Delete an argument with the comma before it, or behind it for the first ones."""
    span = call.arguments[index]
    if any(i not in gone for i in range(index)) and index > 0:
        return Edit.delete(call.arguments[index - 1].end, span.end)
    if index + 1 < len(call.arguments):
        return Edit.delete(span.start, call.arguments[index + 1].start)
    return Edit.delete(span.start, span.end)


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
