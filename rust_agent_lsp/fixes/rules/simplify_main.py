"""Gives `main` the form that a program's start must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import descendants, text_of
from rust_agent_lsp.syntax.types import NUMBERS


class SimplifyMain(FixRule):
    """Drops from `main` what it may not have: parameters, `where`, `extern`, an idle `async`.

    Parameters that are used are read from the command line, which panics without the argument.
    """

    codes: ClassVar = ("E0580", "E0646", "E0752")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='async fn main() {\n    println!("a");\n}\n',
            after='fn main() {\n    println!("a");\n}\n',
            code="E0752",
        ),
        Example(
            before='fn main(args: Vec<String>) {\n    println!("{}", args.len());\n}\n',
            after="fn main() {\n    let args: Vec<String> = std::env::args().collect();\n"
            '    println!("{}", args.len());\n}\n',
            code="E0580",
        ),
        Example(
            before='fn main(times: u32) {\n    println!("{}", times);\n}\n',
            after="fn main() {\n    let times: u32 = std::env::args().nth(1)"
            ".and_then(|text| text.parse().ok())"
            '.expect("argument 1 is missing or does not fit");\n'
            '    println!("{}", times);\n}\n',
            code="E0580",
        ),
        Example(
            before="fn main()\nwhere\n    (): Copy,\n{\n}\n",
            after="fn main()\n{\n}\n",
            code="E0646",
        ),
    )
    refuses: ClassVar = ("async fn g() {}\nasync fn main() {\n    g().await;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        if function is None:
            mains = descendants(site.source.tree.root_node, "function_item")
            named = ((f, f.child_by_field_name("name")) for f in mains)
            function = next((f for f, n in named if n is not None and text_of(n) == "main"), None)
        body = function.child_by_field_name("body") if function is not None else None
        if function is None or body is None:
            return
        code = site.diagnostic.code
        if code == "E0752":
            words = next((c for c in function.children if c.type == "function_modifiers"), None)
            waits = next(descendants(body, "await_expression"), None)
            if words is not None and text_of(words) == "async" and waits is None:
                edit = Edit.delete(words.start_byte, words.end_byte + 1)
                yield site.candidate(self.id, "Drop `async` from `main`", edit)
        elif code == "E0646":
            clause = next((c for c in function.children if c.type == "where_clause"), None)
            if clause is not None:
                text = site.source.text
                start = len(text[: clause.start_byte].rstrip())
                edit = Edit.delete(start, clause.end_byte)
                yield site.candidate(self.id, "Drop the `where` of `main`", edit)
        else:
            yield from self._parameters(site, function, body)

    def _parameters(self, site: Site, function: Node, body: Node) -> Iterator[Candidate]:
        listed = function.child_by_field_name("parameters")
        given = parameters(function)
        words = next((c for c in function.children if c.type == "function_modifiers"), None)
        if not given and words is not None and text_of(words).startswith("extern"):
            edit = Edit.delete(words.start_byte, words.end_byte + 1)
            yield site.candidate(self.id, f"Drop `{text_of(words)}` from `main`", edit)
        if listed is None or not given:
            return
        names = {text_of(n) for p in given for n in descendants(p, "identifier")}
        used = any(mentions(body, name) for name in names)
        drop = Edit(Span(listed.start_byte, listed.end_byte), "()")
        if not used:
            yield site.candidate(self.id, "Drop the unused parameters of `main`", drop)
            return
        lines, position = [], 1
        for parameter in given:
            pattern, kind = (parameter.child_by_field_name(f) for f in ("pattern", "type"))
            read = _read(text_of(kind), position) if kind is not None else None
            if pattern is None or kind is None or read is None:
                return
            word = "mut " if parameter.named_children[0].type == "mutable_specifier" else ""
            lines.append(f"let {word}{text_of(pattern)}: {_owner(text_of(kind))} = {read};")
            position += "std::env::args()." in read and ".nth(" in read
        names_read = " and ".join(f"`{name}`" for name in sorted(names))
        certain = all("expect" not in line for line in lines)
        indent = site.source.indent_at(function.start_byte) + "    "
        yield site.candidate(
            self.id,
            f"Read {names_read} from the command line",
            drop,
            Edit.insert(body.start_byte + 1, "".join(f"\n{indent}{line}" for line in lines)),
            safety=Safety.SAFE if certain else Safety.CHANGES_BEHAVIOUR,
            cost="" if certain else "Panics where the argument is missing or does not fit.",
        )


def _owner(kind: str) -> str:
    """Return the type of the variable that stands for a parameter of this type."""
    bare = kind.replace(" ", "")
    return "Vec<String>" if bare in ("[String]", "Vec<&str>") else kind


def _read(kind: str, position: int) -> str | None:
    """Return the expression that reads a value of a type from the command line, or None."""
    bare = re.sub(r"'\w+ ", "", kind).replace(" ", "")
    borrow = "&" if bare.startswith("&") else ""
    inner = bare.removeprefix("&")
    if inner in ("Vec<String>", "[String]"):
        target = "::<Vec<String>>" if borrow else ""
        return f"{borrow}std::env::args().collect{target}()"
    if inner.endswith("env::Args"):
        return "std::env::args()"
    nth = f"std::env::args().nth({position})"
    missing = f'.expect("argument {position} is missing or does not fit")'
    if bare == "Option<String>":
        return nth
    if inner in ("String", "str"):
        return f"{borrow}{nth}{missing}"
    if inner in (*NUMBERS, "bool", "char"):
        return f"{borrow}{nth}.and_then(|text| text.parse().ok()){missing}"
    return None
