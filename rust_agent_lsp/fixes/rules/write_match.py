"""Writes `switch`, `case` and `default` as a `match` with its arms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import closing

_HEAD = re.compile(r"\b(?:switch|match|select|case)\b\s*(?P<subject>[^{};]*?)\s*\{")
_LABEL = re.compile(
    r"^[ \t]*(?:case\b\s*(?P<pattern>.+?)|(?:default|otherwise|else|case\s+else)\b)"
    r"\s*(?:=>|->|:(?!:)|\bthen\b)[ \t]*",
    re.M,
)


@dataclass(frozen=True)
class _Arm:
    patterns: list[str]
    body: str


class WriteMatch(FixRule):
    """Turns `switch` into `match`: `case 1:` into `1 =>`, `default` into `_`, `break` at ends away.

    It refuses where one case runs on into the next.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) -> u8 {\n    switch (n) {\n        case 1:\n"
            "            5\n        case 2:\n        case 3:\n            6\n"
            "        default:\n            7\n    }\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    match n {\n        1 => 5,\n        2 | 3 => 6,\n"
            "        _ => 7,\n    }\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) {\n    switch n {\n        case 1:\n"
            '            println!("one");\n            println!("1");\n            break;\n'
            '        default:\n            println!("many");\n            break;\n    }\n}\n',
            after="pub fn f(n: u8) {\n    match n {\n        1 => {\n"
            '            println!("one");\n            println!("1");\n        }\n'
            '        _ => println!("many"),\n    }\n}\n',
        ),
        Example(
            before="pub fn f(n: u8) -> u8 {\n    match n {\n        case 1 => 5,\n"
            "        default => 7,\n    }\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    match n {\n        1 => 5,\n"
            "        _ => 7,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: u8) {\n    switch n {\n        case 1:\n"
        '            println!("one");\n        case 2:\n            println!("two");\n'
        "            break;\n        default:\n            break;\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        if not site.diagnostic.message.startswith("expected "):
            return
        base = max(0, start - 3000)
        text = source.text[base:].decode(errors="replace")
        at = len(source.text[base:start].decode(errors="replace"))
        for head in reversed(list(_HEAD.finditer(text, 0, at + 200))):
            opened = base + len(text[: head.end() - 1].encode())
            close = closing(source.text, opened)
            first = base + len(text[: head.start()].encode())
            if close is None or not first <= start <= close:
                continue
            indent = source.indent_at(first)
            arms = _arms(source.slice(Span(opened + 1, close)))
            if not arms:
                continue
            subject = head["subject"].strip()
            if subject.startswith("(") and closing(subject.encode(), 0) == len(subject) - 1:
                subject = subject[1:-1].strip()
            lines = "".join(_written(arm, f"{indent}    ") for arm in arms)
            new = f"match {subject} {{\n{lines}{indent}}}"
            span = Span(first, close + 1)
            yield site.candidate(self.id, f"Write `match {subject}` with arms", Edit(span, new))
            return


def _arms(text: str) -> list[_Arm]:
    """Read the cases; empty where something else stands before them or one runs on."""
    labels = list(_LABEL.finditer(text))
    if not labels or text[: labels[0].start()].strip():
        return []
    arms: list[_Arm] = []
    patterns: list[str] = []
    ends = [label.start() for label in labels[1:]]
    for label, end in zip(labels, [*ends, len(text)], strict=True):
        said = label["pattern"]
        patterns.append("_" if said is None else re.sub(r"\s*,\s*(?![^(]*\))", " | ", said))
        body = text[label.end() : end].strip()
        if body:
            arms.append(_Arm(patterns, body))
            patterns = []
    if patterns:
        arms.append(_Arm(patterns, "{}"))
    leaving = [_leaves(arm.body) for arm in arms[:-1]]
    with_break = any(re.search(r"\bbreak\s*;?\s*\}?$", arm.body) for arm in arms)
    return [] if with_break and not all(leaving) else arms


def _leaves(body: str) -> bool:
    """Whether a body ends by going elsewhere than into the next case."""
    last = body.rstrip("};, \n").splitlines()[-1].strip() if body.rstrip("};, \n") else ""
    return re.match(r"(?:break|return|continue)\b|.*;\s*break$", last) is not None


def _written(arm: _Arm, indent: str) -> str:
    pattern = "_" if "_" in arm.patterns else " | ".join(arm.patterns)
    body = arm.body.rstrip(",").strip()
    block = re.fullmatch(r"\{(.*)\}", body, re.S)
    if block is not None and closing(body.encode(), 0) == len(body.encode()) - 1:
        body = block[1].strip("\n").rstrip()
    body = re.sub(r"(?:^|(?<=[;}\s]))\s*break\s*;?\s*$", "", body).rstrip()
    if not body:
        return f"{indent}{pattern} => {{}}\n"
    if "\n" not in body.strip() and body.count(";") <= 1:
        single = body.strip()
        if re.match(r"(?:e?print(?:ln)?!|return\b)|[^;]*$", single):
            return f"{indent}{pattern} => {single.rstrip(';')},\n"
        return f"{indent}{pattern} => {{ {single} }}\n"
    inner = f"{indent}    "
    lines = [line.strip() for line in body.strip().splitlines()[:1]]
    lines += [_shifted(line, body, inner) for line in body.splitlines()[1:]]
    text = "\n".join([f"{inner}{lines[0]}", *lines[1:]])
    return f"{indent}{pattern} => {{\n{text}\n{indent}}}\n"


def _shifted(line: str, body: str, inner: str) -> str:
    """Return a line of `body` indented from `inner`."""
    others = [text for text in body.splitlines()[1:] if text.strip()]
    least = min((len(text) - len(text.lstrip()) for text in others), default=0)
    return f"{inner}{line[least:]}" if line.strip() else ""
