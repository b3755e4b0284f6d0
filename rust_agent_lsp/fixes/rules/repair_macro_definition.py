"""Corrects the rules of a `macro_rules!`: variables, repetitions, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tokens import tokens
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_KINDS = ("expr", "ident", "ty", "tt", "literal", "pat", "block", "stmt", "path", "item", "vis")
_MEANT = {
    "identifier": "ident",
    "id": "ident",
    "name": "ident",
    "var": "ident",
    "type": "ty",
    "any": "tt",
    "token": "tt",
    "tree": "tt",
    "string": "literal",
    "str": "literal",
    "String": "literal",
    "number": "expr",
    "int": "expr",
    "i32": "expr",
    "u32": "expr",
    "usize": "expr",
    "value": "expr",
    "e": "expr",
    "visibility": "vis",
    "attr": "meta",
    "lit": "literal",
}


class RepairMacroDefinition(FixRule):
    """Adds the kind, the `$`, the repetition or the brackets that a macro's rule lacks."""

    codes: ClassVar = ("", "E0425", "E0433")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="macro_rules! twice {\n    ($x) => {\n        $x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            after="macro_rules! twice {\n    ($x:expr) => {\n        $x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            code="",
        ),
        Example(
            before="macro_rules! twice {\n    ($x:expression) => {\n        $x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            after="macro_rules! twice {\n    ($x:expr) => {\n        $x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            code="",
        ),
        Example(
            before="macro_rules! twice {\n    ($x:expr) => $x * 2;\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            after="macro_rules! twice {\n    ($x:expr) => { $x * 2 };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            code="",
        ),
        Example(
            before="macro_rules! all {\n    ($($x:expr),*) => {{\n        let mut v = Vec::new();\n"
            "        v.push($x);\n        v\n    }};\n}\n"
            "pub fn f() -> Vec<u8> {\n    all!(1, 2)\n}\n",
            after="macro_rules! all {\n    ($($x:expr),*) => {{\n        let mut v = Vec::new();\n"
            "        $(v.push($x);)*\n        v\n    }};\n}\n"
            "pub fn f() -> Vec<u8> {\n    all!(1, 2)\n}\n",
            code="",
        ),
        Example(
            before="macro_rules! twice {\n    ($x:expr) => {\n        x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            after="macro_rules! twice {\n    ($x:expr) => {\n        $x * 2\n    };\n}\n"
            "pub fn f() -> u8 {\n    twice!(3)\n}\n",
            code="E0425",
        ),
        Example(
            before="mod m {\n    macro_rules! one {\n        () => {\n            1\n        };\n"
            "    }\n}\npub fn f() -> u8 {\n    m::one!()\n}\n",
            after="mod m {\n    macro_rules! one {\n        () => {\n            1\n        };\n"
            "    }\n    pub(crate) use one;\n}\npub fn f() -> u8 {\n    m::one!()\n}\n",
            code="E0433",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0433":
            yield from self._share(site)
            return
        start = site.diagnostic.span.start
        macro = next(
            (n for n in (site.node, *ancestors(site.node)) if n.type == "macro_definition"), None
        )
        text = text_of(macro) if macro is not None else _looks_like_one(site, start)
        if text is None:
            return
        variables = re.findall(r"\$(\w+)\s*:\s*\w+", text)
        message = site.diagnostic.message
        if site.diagnostic.code == "E0425":
            name = site.source.slice(site.diagnostic.span)
            if name in variables:
                title = f"Write `${name}`, the macro's variable"
                yield site.candidate(self.id, title, Edit.insert(start, "$"))
        elif message.startswith("expected expression, found `$`"):
            name = site.source.slice(site.diagnostic.span).strip("$")
            for other in near(name, variables) or (variables if len(variables) == 1 else []):
                edit = Edit(site.diagnostic.span, f"${other}")
                yield site.candidate(self.id, f"Write `${other}`", edit)
        else:
            for title, edits in _changes(site, message):
                yield site.candidate(self.id, title, *edits)

    def _share(self, site: Site) -> Iterator[Candidate]:
        found = re.search(r"cannot find `(\w+)` in `(?:\w+::)*(\w+)`", site.diagnostic.message)
        if found is None:
            return
        for module in _below(site.source.tree.root_node, "mod_item", found[2]):
            for macro in _below(module, "macro_definition", found[1]):
                indent = site.source.indent_at(macro.start_byte)
                line = f"\n{indent}pub(crate) use {found[1]};"
                title = f"Let `{found[1]}!` be named from outside of `{found[2]}`"
                yield site.candidate(self.id, title, Edit.insert(macro.end_byte, line))


def _looks_like_one(site: Site, start: int) -> str | None:
    """Return the text of a `macro_rules!` around an offset that the parser did not understand."""
    begin = site.source.text.rfind(b"macro_rules!", 0, start)
    end = site.source.text.find(b"\n}", start)
    if begin < 0 or end < 0 or b"\n}" in site.source.text[begin:start]:
        return None
    return site.source.slice(Span(begin, end + 2))


def _below(node: Node, kind: str, name: str) -> Iterator[Node]:
    for found in descendants(node, kind):
        named = found.child_by_field_name("name")
        if named is not None and text_of(named) == name:
            yield found


def _changes(site: Site, message: str) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    span = site.diagnostic.span
    shown = site.source.slice(span)
    if message == "missing fragment specifier":
        name = re.match(rb"\$?\w+\s*:?", site.source.text[span.start :])
        if name is not None:
            end = span.start + name.end()
            for kind in ("expr", "ident", "ty", "tt"):
                edit = Edit.insert(end, kind if name[0].endswith(b":") else f":{kind}")
                yield f"Take `{shown}` as `{kind}`", (edit,)
    elif message.startswith("invalid fragment specifier"):
        yield from _other_kind(site, span, message.split("`")[1])
    elif message.startswith("expected one of: `*`, `+`, or `?`"):
        yield from _operator(site, span)
    elif message.startswith("macro rhs must be delimited"):
        found_end = re.search(rb"[ \t]*;?[ \t]*(?:\n|\}|$)", site.source.text[span.start :])
        if found_end is not None:
            edits = (
                Edit.insert(span.start, "{ "),
                Edit.insert(span.start + found_end.start(), " }"),
            )
            yield "Put what the rule gives in braces", edits
    elif message.startswith("invalid macro matcher"):
        arrow = site.source.text.find(b"=>", span.start)
        if arrow > 0:
            end = len(site.source.text[:arrow].rstrip())
            edits = (Edit.insert(span.start, "("), Edit.insert(end, ")"))
            yield "Put what the rule takes in parentheses", edits
    elif "still repeating at this depth" in message:
        yield from _repeated(site, span)


def _other_kind(site: Site, span: Span, kind: str) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    at = site.source.text.find(kind.encode(), site.source.text.find(b":", span.start))
    found = [_MEANT[kind]] if kind in _MEANT else near(kind, _KINDS)
    if kind.endswith("_ty"):
        found = ["ty"]
    for meant in dict.fromkeys([*found, *(k for k in _KINDS[:2] if k in kind)]):
        yield f"Write `{meant}` for `{kind}`", (Edit(Span(at, at + len(kind)), meant),)


def _operator(site: Site, span: Span) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Say how often a group is repeated, behind its bracket."""
    text = site.source.text
    if text[span.start : span.start + 1] == b"(" and text[span.end - 1 : span.end] == b")":
        at = span.end
    else:
        at = len(text[: span.start].rstrip())
    if text[at - 1 : at] == b")":
        for sign in ("*", ",*", "+"):
            yield f"Repeat the group with `{sign}`", (Edit.insert(at, sign),)


def _repeated(site: Site, span: Span) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Repeat the statement, or the value in a list, once for each match."""
    text = site.source.text
    begin = max(text.rfind(sign, 0, span.start) for sign in (b";", b"{", b"}", b"\n"))
    begin += 1 + len(text[begin + 1 :]) - len(text[begin + 1 :].lstrip())
    depth, end = 0, span.end
    for token in tokens(text[begin : begin + 2000]):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth < 0 or (depth == 0 and token.text == ";"):
            break
        end = begin + token.end
    ended = text[end : end + 1] == b";"
    shown = text[begin:end].decode(errors="replace")
    whole = (Edit.insert(begin, "$("), Edit.insert(end + ended, ")*" if ended else ";)*"))
    listed = (Edit.insert(span.start, "$("), Edit.insert(span.end, "),*"))
    name = site.source.slice(span)
    in_list = re.search(rb"[\[(]\s*$", text[: span.start]) is not None
    in_list = in_list and re.match(rb"\s*[\])]", text[span.end :]) is not None
    if in_list and text[: span.start].rstrip().endswith(b"["):
        yield f"List every `{name}`", listed
        return
    yield f"Repeat `{short(shown)}` for every `{name}`", whole
    yield f"List every `{name}`", listed
