"""Takes the default value out of a parameter and passes it where the function is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tokens import closing, tokens


class DropParameterDefault(FixRule):
    """Drops all `= value` of a parameter list; calls that leave the parameter out pass the value.

    Calls in other files are not changed.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn ring(who: &str, times: u32 = 1) {\n    println!("{who} {times}");\n}\n'
            'pub fn main() {\n    ring("a");\n    ring("b", 2);\n}\n',
            after='pub fn ring(who: &str, times: u32) {\n    println!("{who} {times}");\n}\n'
            'pub fn main() {\n    ring("a", 1);\n    ring("b", 2);\n}\n',
        ),
    )
    refuses: ClassVar = ("pub fn ring(times: u32) {\n    let x == times;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.message != "parameter defaults are not supported":
            return
        source, start = site.source, site.diagnostic.span.start
        heads = list(re.finditer(rb"\bfn\s+(\w+)\s*(?:<[^()]*>)?\(", source.text[:start]))
        close = closing(source.text, heads[-1].end() - 1) if heads else None
        if close is None or close < start:
            return
        begin = heads[-1].end()
        parameters, edits = _parameters(source.text[begin:close], begin)
        if parameters and re.search(r"\bself\b", parameters[0][0]):
            parameters = parameters[1:]
        name = heads[-1][1].decode()
        for call in calls_of(source, name):
            given = call.arguments
            missing = [value for _, value in parameters[len(given) :]]
            if not missing or None in missing or len(given) > len(parameters):
                continue
            at = given[-1].end if given else _first_place(source.text, call.node.start_byte, name)
            if at is not None:
                new = ", ".join(value for value in missing if value)
                edits.append(Edit.insert(at, f", {new}" if given else new))
        values = ", ".join(value for _, value in parameters if value)
        title = f"Pass `{short(values, 30)}` in the calls of `{name}`, not by default"
        yield site.candidate(self.id, title, *edits)


def _parameters(text: bytes, offset: int) -> tuple[list[tuple[str, str | None]], list[Edit]]:
    """Return each parameter with its default, and the edits that drop these."""
    found: list[tuple[str, str | None]] = []
    edits = []
    depth, begin, equals = 0, 0, None
    every = tokens(text)
    for n, token in enumerate(every):
        depth += (token.text in "([{<") - (token.text in ")]}>")
        if depth == 0 and token.text == "=":
            equals = n
        last = n + 1 == len(every)
        if last or (depth == 0 and token.text == ","):
            end = token.start if token.text == "," else token.end
            value = None
            if equals is not None:
                value = text[every[equals].end : end].decode(errors="replace").strip()
                edits.append(Edit.delete(offset + every[equals - 1].end, offset + end))
            if begin != end:
                found.append((text[begin:end].decode(errors="replace").strip(), value))
            begin, equals = token.end, None
    return found, edits


def _first_place(text: bytes, start: int, name: str) -> int | None:
    """Return the place behind the bracket that opens the arguments of the call at `start`."""
    found = re.compile(rf"\b{name}\s*(?:::<[^()]*>)?\(".encode()).search(text, start)
    return found.end() if found is not None else None
