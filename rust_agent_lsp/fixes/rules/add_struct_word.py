"""Writes the `struct` or `enum` that a type's declaration lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_KIND = (
    r"(?:[\[(&*]|\*const\b|\*mut\b|(?:dyn|impl|fn)\b|[ui](?:8|16|32|64|128|size)\b|f32\b|f64\b|bool\b"
    r"|char\b|str\b|'static\b|(?:\w+::)*[A-Z]\w*(?!\w*(?:::|\(|\s*\{)))"
)
_BETWEEN = r"(?:\s|//[^\n]*\n|#\[[^\n]*\]\n)*"
_FIELD = rf"{_BETWEEN}(?:pub(?:\([^)]*\))?\s+)?[a-z_]\w*\s*:(?!:)\s*{_KIND}"
_VARIANT = rf"{_BETWEEN}[A-Z]\w*\s*[,({{}}=]"
_HEAD = re.compile(
    r"(?P<attributes>(?:^[ \t]*(?:#\[[^\n]*\]|///[^\n]*)\n)*)"
    r"^(?P<indent>[ \t]*)(?P<pub>(?:pub(?:\([^)]*\))?\s+)?)"
    r"(?P<name>[A-Z]\w*)(?P<generics><[^;{}()=\n]*>)?\s*(?:where\s[^{};]*)?"
    rf"(?P<body>\{{(?:(?P<field>{_FIELD})|(?P<variant>{_VARIANT})|\s*\}})"
    rf"|\(\s*(?:pub(?:\([^)]*\))?\s+)?{_KIND}[^;{{}}=]*\);|;)",
    re.M,
)


class AddStructWord(FixRule):
    """Adds `struct` or `enum` before a name that fields, variants or a derive show to be a type."""

    codes: ClassVar = ("", "E0774", "E0423", "E0425")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    #[derive(Debug)]\n    Point {\n        x: i32,\n    }\n"
            '    println!("{:?}", Point { x: 1 });\n}\n',
            after="fn main() {\n    #[derive(Debug)]\n    struct Point {\n        x: i32,\n    }\n"
            '    println!("{:?}", Point { x: 1 });\n}\n',
        ),
        Example(
            before="Empty;\nimpl Empty {\n    pub fn f(&self) {}\n}\n",
            after="struct Empty;\nimpl Empty {\n    pub fn f(&self) {}\n}\n",
        ),
        Example(
            before="#[derive(Debug)]\npub Container(i32, i32);\n",
            after="#[derive(Debug)]\npub struct Container(i32, i32);\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    pub x: u8,\n}\npub fn f(n: u8) -> P {\n    P { x: n y }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        text = site.source.text.decode(errors="replace")
        at = len(site.source.text[: site.diagnostic.span.start].decode(errors="replace"))
        for found in _HEAD.finditer(text):
            end = _end(text, found)
            if not found.start() <= at <= end or not _is_declared(text, found):
                continue
            word = "enum" if found["variant"] else "struct"
            place = len(text[: found.start("name")].encode())
            title = f"Declare `{found['name']}` with `{word}`"
            yield site.candidate(self.id, title, Edit.insert(place, f"{word} "))
            return


def _is_declared(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a declaration can be no expression: it has attributes or types."""
    if "#[" in found["attributes"] or (not found["indent"] and found["body"] != "{}"):
        return True
    before = re.sub(r"//[^\n]*", "", text[: found.start()]).rstrip()
    has_impl = re.search(rf"\bimpl\b[^{{;]*\b{found['name']}\b", text) is not None
    return bool(found["field"] or found["pub"] or has_impl) and before.endswith(("{", "}", ";"))


def _end(text: str, found: re.Match[str]) -> int:
    """Return where the first word after the declaration begins."""
    at, depth = found.end() - 1, 0
    if text[found.start("body")] == "{":
        for at in range(found.start("body"), len(text)):
            depth += (text[at] == "{") - (text[at] == "}")
            if not depth:
                break
    rest = re.match(r"(?:\s|//[^\n]*\n)*", text[at + 1 :])
    return at + 1 + (rest.end() if rest is not None else 0)
