"""Writes the function heads of C, Java and Python as Rust's: `fn name(…) -> Type`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.foreign_names import TYPES
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_WORDS = r"(?:(?:public|private|protected|pub|static|final|inline|virtual|async|const|unsafe)\s+)*"
_KIND = r"&?[A-Za-z]\w*(?:::\w+)*(?:<[^;{}=()]*>)?(?:\[\])?"
_HEAD = re.compile(
    rf"^(?P<indent>[ \t]*)(?P<words>{_WORDS})(?:(?P<kind>{_KIND})\s+)?(?P<name>[a-z_]\w*)"
    r"\s*\((?P<parameters>[^(){};]*)\)\s*\{",
    re.M,
)
_NO_KINDS = ("fn", "if", "while", "for", "match", "else", "impl", "mod", "return", "let", "def")
_NO_NAMES = ("if", "while", "for", "match", "switch", "loop", "catch", "until", "unless", "elif")


class WriteFunctionHead(FixRule):
    """Turns `int add(int a, int b) {` into `fn add(a: i32, b: i32) -> i32 {`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="int add(int a, int b) {\n    return a + b;\n}\n",
            after="fn add(a: i32, b: i32) -> i32 {\n    return a + b;\n}\n",
        ),
        Example(
            before="pub struct A;\nimpl A {\n    public static void show(&self, n: u8) {\n"
            '        println!("{}", n);\n    }\n}\n',
            after="pub struct A;\nimpl A {\n    pub fn show(&self, n: u8) {\n"
            '        println!("{}", n);\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub fn add(a: i32) -> i32 {\n    iff (a) {\n        1\n    }\n    2\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith(("expected ", "non-item", "missing `fn`")):
            return
        source, start = site.source, site.diagnostic.span.start
        begin = source.line_start(start)
        head = _HEAD.match(source.text[begin : begin + 600].decode(errors="replace"))
        if head is None or head["name"] in _NO_NAMES or head["kind"] in _NO_KINDS:
            return
        if head["kind"] is None and not head["words"]:
            return
        words = head["words"].split()
        kept = [w for w in ("pub", "const", "async", "unsafe") if w in words]
        if "public" in words:
            kept.insert(0, "pub")
        parameters = ", ".join(
            _parameter(text.strip()) for text in head["parameters"].split(",") if text.strip()
        )
        kind = "" if head["kind"] in (None, "void", "def") else _type(head["kind"])
        result = f" -> {kind}" if kind else ""
        lead = " ".join([*kept, "fn"])
        new = f"{lead} {head['name']}({parameters}){result}"
        at = begin + len(head["indent"].encode())
        end = begin + len(head[0][:-1].rstrip().encode())
        yield site.candidate(self.id, f"Write `{new}`", Edit(Span(at, end), new))


def _parameter(text: str) -> str:
    found = re.fullmatch(rf"(?:const\s+)?({_KIND})\s*([&*]*)\s+([a-z_]\w*)", text)
    return f"{found[3]}: {_type(found[1])}" if found is not None else text


def _type(text: str) -> str:
    """Return a type in Rust's names."""
    if text.endswith("[]"):
        return f"Vec<{_type(text[:-2])}>"
    return re.sub(r"\w+", lambda m: TYPES.get(m[0], m[0]), text)
