"""Adds the quote or comment mark that ends a literal or comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_ENDS = {"E0765": '"', "E0766": '"', "E0762": "'", "E0763": "'", "E0758": "*/", "E0748": '"'}
_TAIL = re.compile(r"[\s);,\]}]*$")


class CloseLiteral(FixRule):
    """Ends a string, character or comment on the line on which it begins.

    Where exactly it ends is a guess: before the brackets and the semicolon at the end of the line.
    """

    codes: ClassVar = tuple(_ENDS)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='pub fn f() -> String {\n    let s = String::from("ab);\n    s\n}\n',
            after='pub fn f() -> String {\n    let s = String::from("ab");\n    s\n}\n',
            code="E0765",
        ),
        Example(
            before="pub static C: char = '●;\n",
            after="pub static C: char = '●';\n",
            code="E0762",
        ),
        Example(
            before='pub fn f() -> &\'static str {\n    r#"ab"\n}\n',
            after='pub fn f() -> &\'static str {\n    r#"ab"#\n}\n',
            code="E0748",
        ),
        Example(
            before="/* What it does.\npub fn f() {}\n",
            after="/* What it does. */\npub fn f() {}\n",
            code="E0758",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    b'\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        code = site.diagnostic.code or ""
        end = _ENDS.get(code)
        if end is None:
            return
        source, start = site.source, self._start(site, end)
        line = source.text[start : source.line_end(start)].decode(errors="replace")
        raw = re.match(r'r(#+)"[^"]*"(?!#)', line)
        if code == "E0748":
            if raw is not None:
                at = start + len(raw[0].encode())
                yield site.candidate(
                    self.id, f"End the string with `{raw[1]}`", Edit.insert(at, raw[1])
                )
            return
        if end == "*/":
            space = "" if line.endswith((" ", "*")) else " "
            at = start + len(line.rstrip().encode())
            yield site.candidate(
                self.id, "End the comment on its line", Edit.insert(at, f"{space}*/")
            )
            return
        shown = "string" if end == '"' else "character"
        for tail in _tails(line, end):
            at = start + len(line[: len(line) - len(tail)].encode())
            if at <= start + 1:
                continue
            yield site.candidate(
                self.id,
                f"End the {shown} before `{tail.strip()}`" if tail.strip() else f"End the {shown}",
                Edit.insert(at, end),
                safety=Safety.CHANGES_BEHAVIOUR,
            )

    @staticmethod
    def _start(site: Site, end: str) -> int:
        """Return where the unfinished literal begins: the odd quote may be a later one's end."""
        start = site.diagnostic.span.start
        if end != '"':
            return start
        text = site.source.text
        begin = site.source.line_start(start)
        quotes = len(re.findall(rb'(?<!\\)"', text[begin:start]))
        if quotes % 2 == 0 and site.source.text[begin:start].strip():
            return start
        # The line before may hold the quote that was never closed.
        while begin > 0:
            end_before = begin - 1
            begin = site.source.line_start(end_before)
            signs = [m.start() for m in re.finditer(rb'(?<!\\)"', text[begin:end_before])]
            if len(signs) % 2:
                return begin + signs[-1]
        return start


def _tails(line: str, end: str) -> list[str]:
    """Return what may stand behind the missing quote, the likeliest first."""
    found = _TAIL.search(line)
    tail = found[0] if found is not None else ""
    opened = line[: len(line) - len(tail)].count("(") - line[: len(line) - len(tail)].count(")")
    if end == "'":
        first = re.match(r"'(?:\\.|[^\\'])", line)
        return [line[len(first[0]) :]] if first is not None else []
    first_comma = re.search(r",\s*[\w&.]+(?:\s*,\s*[\w&.]+)*\s*[)\]]*;?$", line)
    choices = [first_comma[0]] if first_comma is not None and "{}" in line else []
    choices.append(tail)
    if opened > 0 and tail.startswith(")" * (opened + 1)):
        choices.append(tail[opened:])
    if first_comma is not None and first_comma[0] not in choices:
        choices.append(first_comma[0])
    return choices
