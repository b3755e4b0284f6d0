"""Writes `do … while` as a loop that ends with a test, and `until` and `unless` with a negation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import closing

_OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class WriteLoopWithBreak(FixRule):
    """Turns `do { … } while c;` into a `loop` with a `break`, and `until c` into `while !c`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u8 {\n    let mut n = 0;\n    do {\n        n += 1;\n"
            "    } while (n < 5);\n    n\n}\n",
            after="pub fn f() -> u8 {\n    let mut n = 0;\n    loop {\n        n += 1;\n"
            "        if n >= 5 {\n            break;\n        }\n    }\n    n\n}\n",
        ),
        Example(
            before="pub fn f(v: &mut Vec<u8>) {\n    until v.is_empty() {\n"
            "        v.pop();\n    }\n}\n",
            after="pub fn f(v: &mut Vec<u8>) {\n    while !v.is_empty() {\n"
            "        v.pop();\n    }\n}\n",
        ),
        Example(
            before="pub fn f(a: bool, n: u8) -> u8 {\n    unless a && n > 2 {\n"
            "        return 1;\n    }\n    2\n}\n",
            after="pub fn f(a: bool, n: u8) -> u8 {\n    if !(a && n > 2) {\n"
            "        return 1;\n    }\n    2\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> u8 {\n    let mut n = 0;\n    do {\n        n += 1;\n"
        "        if n == 2 {\n            continue;\n        }\n    } while n < 5;\n    n\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        begin = source.line_start(start)
        line = source.text[begin : source.line_end(start)].decode(errors="replace")
        found = re.search(r"\b(until|unless)\s+([^{}]+?)\s*\{", line)
        if found is not None:
            at = begin + len(line[: found.start()].encode())
            word = "while" if found[1] == "until" else "if"
            new = f"{word} {_negated(found[2])} {{"
            edit = Edit(Span(at, at + len(found[0].encode())), new)
            yield site.candidate(self.id, f"Write `{new[:-2]}`", edit)
            return
        found = re.search(r"\bdo\s*\{", line)
        if found is not None:
            at = begin + len(line[: found.start()].encode())
            yield from self._loop(site, Span(at, at + len(found[0].encode())))

    def _loop(self, site: Site, head: Span) -> Iterator[Candidate]:
        text = site.source.text
        close = closing(text, head.end - 1)
        if close is None:
            return
        body = text[head.end : close].decode(errors="replace")
        tail = re.match(
            r"\}\s*(?P<word>while|until)\b\s*(?P<condition>[^;{}]+?)\s*(?:;|$)",
            text[close : close + 400].decode(errors="replace"),
            re.M,
        )
        # A `continue` goes to the test in C and past it here.
        if tail is None or re.search(r"\bcontinue\b", body):
            return
        until = tail["word"] == "until"
        condition = _bare(tail["condition"]) if until else _negated(tail["condition"])
        indent = site.source.indent_at(head.start)
        inner = f"{indent}    "
        test = f"{inner}if {condition} {{\n{inner}    break;\n{inner}}}\n"
        at = close - len(body) + len(body.rstrip(" \t")) if "\n" in body else close
        lead = "" if "\n" in body else "\n"
        end = close + len(tail[0].encode())
        yield site.candidate(
            self.id,
            f"Write a `loop` that ends with `if {condition}`",
            Edit(Span(head.start, head.end), "loop {"),
            Edit(Span(at, end), f"{lead}{test}{indent}}}"),
        )


def _bare(condition: str) -> str:
    """Return a condition without brackets around all of it."""
    condition = condition.strip()
    if condition.startswith("(") and closing(condition.encode(), 0) == len(condition.encode()) - 1:
        return condition[1:-1].strip()
    return condition


def _negated(condition: str) -> str:
    """Return the opposite of a condition, shortly where it is one comparison or call."""
    condition = _bare(condition)
    if re.fullmatch(r"true|false", condition):
        return "false" if condition == "true" else "true"
    if re.fullmatch(r"!?[\w.:]+(?:\([^()&|<>=]*\))?", condition):
        return condition[1:] if condition.startswith("!") else f"!{condition}"
    parts = re.fullmatch(r"([^<>=!&|]+?)\s*(==|!=|<=|>=|<|>)\s*([^<>=!&|]+)", condition)
    # A comparison of floats has no opposite: both are false for NaN.
    if parts is not None and (parts[2] in ("==", "!=") or not re.search(r"\d\.\d", condition)):
        return f"{parts[1]} {_OPPOSITES[parts[2]]} {parts[3]}"
    return f"!({condition})"
