"""Writes the counting and for-each loops of other languages as `for … in …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.changes import is_assigned, is_changed
from rust_agent_lsp.syntax.tokens import closing

_TYPE = r"(?:(?:let|const|var|auto|int|long|size_t|usize|[iu](?:8|16|32|64))\s+(?:mut\s+)?|mut\s+)?"
_COUNTING = re.compile(
    rf"\bfor\s*(?P<open>\()?\s*{_TYPE}(?P<name>[a-z_]\w*)\s*(?::\s*(?P<type>\w+)\s*)?:?=\s*"
    r"(?P<first>[^;{}]+?)\s*;\s*(?P=name)\s*(?P<sign><=|>=|!=|<|>)\s*(?P<last>[^;{}]+?)\s*;\s*"
    r"(?P<step>[^;{}]+?)\s*(?(open)\))\s*\{"
)
_EACH = re.compile(
    r"\bfor(?:each|\s+each)?\s*(?:\(\s*(?:(?:let|const|var|auto|final)\s+(?:mut\s+)?|[A-Za-z]\w*\s+)?"
    r"(?P<name>&?[a-z_]\w*)\s*(?::|\bof\b|\bin\b)\s*(?P<items>[^;{}]+?)\s*\)"
    r"|(?:(?:let|const|var|auto)\s+)?(?P<name2>[a-z_]\w*)\s*(?::(?!=)|\bof\b)\s*(?P<items2>[^;:{}]+?)"
    r")\s*\{"
)


class WriteForIn(FixRule):
    """Turns `for (i = 0; i < n; i++)` into a range and `for (x : xs)` into `for x in xs`.

    Where the body changes the counter or the bound, it becomes a `while` loop.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(v: &[u8]) {\n    for (let i = 0; i < v.len(); i++) {\n"
            '        println!("{}", v[i]);\n    }\n}\n',
            after="pub fn f(v: &[u8]) {\n    for i in 0..v.len() {\n"
            '        println!("{}", v[i]);\n    }\n}\n',
        ),
        Example(
            before="pub fn f() {\n    for (int i = 10; i > 0; i -= 2) {\n"
            '        println!("{}", i);\n    }\n}\n',
            after="pub fn f() {\n    for i in (1..=10).rev().step_by(2) {\n"
            '        println!("{}", i);\n    }\n}\n',
        ),
        Example(
            before="pub fn f(v: &[u8]) {\n    for (const x of v) {\n"
            '        println!("{}", x);\n    }\n}\n',
            after='pub fn f(v: &[u8]) {\n    for x in v {\n        println!("{}", x);\n    }\n}\n',
        ),
        Example(
            before="pub fn f() -> i32 {\n    let mut n = 0;\n    for (i = 1; i < 99; i += 1) {\n"
            "        i *= 2;\n        n += i;\n    }\n    n\n}\n",
            after="pub fn f() -> i32 {\n    let mut n = 0;\n    let mut i = 1;\n"
            "    while i < 99 {\n        i *= 2;\n"
            "        n += i;\n        i += 1;\n    }\n    n\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() {\n    for i in 0..5; {\n    }\n}\n",
        "pub fn f() {\n    for (i = 0; i < 9; j++) {\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        begin = source.line_start(start)
        text = source.text[begin:].decode(errors="replace")
        line = source.line_end(start) - begin
        for pattern in (_COUNTING, _EACH):
            found = pattern.search(text, 0, max(line, text.find("\n")))
            if found is None:
                continue
            at = begin + len(text[: found.start()].encode())
            end = begin + len(text[: found.end()].encode())
            if pattern is _EACH:
                name = found["name"] or found["name2"]
                head = f"for {name} in {found['items'] or found['items2']} {{"
                yield site.candidate(self.id, f"Write `{head[:-2]}`", Edit(Span(at, end), head))
                return
            yield from self._counting(site, found, Span(at, end))
            return

    def _counting(self, site: Site, found: re.Match[str], head: Span) -> Iterator[Candidate]:
        step = _step(found["name"], found["step"])
        close = closing(site.source.text, head.end - 1)
        if step is None or close is None:
            return
        body = site.source.slice(Span(head.end, close))
        name, last = found["name"], found["last"]
        bound = re.match(r"\w+", last)
        changes = is_assigned(name, body) or (bound is not None and is_changed(bound[0], body))
        counted = None if changes else _range(found, step)
        if counted is not None:
            new = f"for {name} in {counted} {{"
            yield site.candidate(self.id, f"Write `{new[:-2]}`", Edit(head, new))
            return
        if re.search(r"\bcontinue\b", body):
            return
        indent = site.source.indent_at(head.start)
        kind = f": {found['type']}" if found["type"] else ""
        condition = f"{name} {found['sign']} {last}"
        new = f"let mut {name}{kind} = {found['first']};\n{indent}while {condition} {{"
        sign = "+=" if step > 0 else "-="
        count = f"    {name} {sign} {abs(step)};\n{indent}"
        at = close if "\n" not in body else close - len(body) + len(body.rstrip(" \t"))
        lead = indent if "\n" in body else " "
        yield site.candidate(
            self.id,
            f"Count `{name}` in a `while` loop",
            Edit(head, new),
            Edit(Span(at, close), f"{lead}{count}"),
        )


def _step(name: str, text: str) -> int | None:
    """Return what is added to the counter each time."""
    if re.fullmatch(rf"\+\+\s*{name}|{name}\s*\+\+", text):
        return 1
    if re.fullmatch(rf"--\s*{name}|{name}\s*--", text):
        return -1
    found = re.fullmatch(rf"{name}\s*(?:([+-])=|=\s*{name}\s*([+-]))\s*(\d+)", text)
    if found is None or int(found[3]) == 0:
        return None
    return int(found[3]) * (-1 if "-" in (found[1], found[2]) else 1)


def _range(found: re.Match[str], step: int) -> str | None:
    """Return the range that counts so; None where the signs contradict each other."""
    first, last, sign = found["first"], found["last"], found["sign"]
    if sign == "!=" and abs(step) == 1:
        sign = "<" if step > 0 else ">"
    if sign == "!=" or (sign in ("<", "<=")) != (step > 0):
        return None
    by = f".step_by({abs(step)})" if abs(step) > 1 else ""
    if step > 0:
        dots = ".." if sign == "<" else "..="
        counted = f"{_operand(first)}{dots}{_operand(last)}"
        return f"({counted}){by}" if by else counted
    lowest = _operand(last)
    if sign == ">":
        lowest = str(int(last) + 1) if last.isdigit() else f"{lowest} + 1"
    counted = f"{lowest}..={_operand(first)}"
    down = re.fullmatch(r"(.+?)\s*-\s*1", first)
    if down is not None:
        counted = f"{lowest}..{_operand(down[1])}"
    return f"({counted}).rev(){by}"


def _operand(text: str) -> str:
    """Return `text`, in brackets where an operator binds less than the range's dots."""
    return f"({text})" if re.search(r"\|\||&&|[<>=]", text) else text
