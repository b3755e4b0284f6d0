"""Corrects the call of a macro: commas, what is written to, values that must be literals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import tokens
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")


class RepairMacroCall(FixRule):
    """Separates the arguments, names the formatter, drops or accepts commas between values."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> Vec<u8> {\n    vec![1 2 3]\n}\n",
            after="pub fn f() -> Vec<u8> {\n    vec![1, 2, 3]\n}\n",
        ),
        Example(
            before="use std::fmt;\npub struct P(u8);\nimpl fmt::Display for P {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f "{}", self.0)\n    }\n}\n',
            after="use std::fmt;\npub struct P(u8);\nimpl fmt::Display for P {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0)\n    }\n}\n',
        ),
        Example(
            before="use std::fmt;\npub struct P(u8);\nimpl fmt::Display for P {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!("{}", self.0)\n    }\n}\n',
            after="use std::fmt;\npub struct P(u8);\nimpl fmt::Display for P {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0)\n    }\n}\n',
        ),
        Example(
            before='pub fn f(x: u8) {\n    println!("x = {}" + x);\n}\n',
            after='pub fn f(x: u8) {\n    println!("x = {}", x);\n}\n',
        ),
        Example(
            before='pub fn f(x: &str) -> String {\n    concat!("a", x).to_string()\n}\n',
            after='pub fn f(x: &str) -> String {\n    format!("{}{}", "a", x).to_string()\n}\n',
        ),
        Example(
            before="macro_rules! sum {\n    ($($x:expr)*) => {\n        0 $(+ $x)*\n    };\n}\n"
            "pub fn f() -> u8 {\n    sum!(1, 2)\n}\n",
            after="macro_rules! sum {\n    ($($x:expr),*) => {\n        0 $(+ $x)*\n    };\n}\n"
            "pub fn f() -> u8 {\n    sum!(1, 2)\n}\n",
        ),
    )
    refuses: ClassVar = ('pub fn f() {\n    println!("{}", );\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message, span = site.diagnostic.message, site.diagnostic.span
        call = _call_at(site)
        if call is None:
            return
        if message.startswith("expected `,`, found `+`"):
            before = len(site.source.text[: span.start].rstrip())
            edit = Edit(Span(before, span.end), ",")
            yield site.candidate(self.id, "Pass it as an argument of the text", edit)
        elif message == "expected a literal" and call.text.startswith("concat!"):
            inside = call.text[len("concat!(") : -1]
            holes = "{}" * len(split_top(inside))
            edit = Edit(Span(call.start_byte, call.end_byte), f'format!("{holes}", {inside})')
            cost = "Joins the parts each time it runs."
            yield site.candidate(
                self.id, "Join them with `format!`", edit, safety=Safety.SAFE, cost=cost
            )
        elif re.match(r"write(?:ln)?!", call.text) and re.match(
            r"requires a destination|format argument must be a string literal|expected `,`", message
        ):
            yield from self._destination(site, call)
        elif message.startswith(("no rules expected", "unexpected end of macro")):
            yield from self._tokens(site, call)

    def _destination(self, site: Site, call: _Call) -> Iterator[Candidate]:
        text = call.text
        bare = re.match(r"write(?:ln)?!\s*\(\s*([\w.&* ]*?\w)\s*(?=\")", text)
        if bare is not None:
            at = call.start_byte + len(text[: bare.end(1)].encode())
            end = call.start_byte + len(text[: bare.end()].encode())
            yield site.candidate(self.id, "Add the comma", Edit(Span(at, end), ", "))
            return
        function = site.enclosing("function_item")
        head = text_of(function).partition("{")[0] if function is not None else ""
        named = re.search(r"(\w+)\s*:\s*&mut\s+(?:[\w:]*Formatter|String|impl\b|dyn\b|[A-Z])", head)
        opened = re.match(r"write(?:ln)?!\s*\(\s*(?=\")", text)
        if named is not None and opened is not None:
            at = call.start_byte + opened.end()
            title = f"Write to `{named[1]}`"
            yield site.candidate(self.id, title, Edit.insert(at, f"{named[1]}, "))

    def _tokens(self, site: Site, call: _Call) -> Iterator[Candidate]:
        text = call.text
        wanted = site.match(r"while trying to match `([^`\w]+)`")
        found = re.search(r"no rules expected `([^`]+)`", site.diagnostic.message)
        edits = list(_commas(call))
        if edits:
            yield site.candidate(self.id, "Put commas between the values", *edits)
        macro = _definition(site, text.partition("!")[0].strip())
        if macro is not None and found is not None and found[1] == ",":
            own = re.search(r"\$\([^()]*\)(?=[*+])", text_of(macro))
            if own is not None and site.match("while trying to match sequence end"):
                at = macro.start_byte + len(text_of(macro)[: own.end()].encode())
                yield site.candidate(
                    self.id, "Let commas separate what the macro takes", Edit.insert(at, ",")
                )
        if (
            found is not None
            and wanted is not None
            and found[1] in (":", "=>", "=", ",", ";", "->")
        ):
            spans = [
                Span(call.start_byte + t.start, call.start_byte + t.end)
                for t in _top(text)
                if t.text == found[1]
            ]
            title = f"Write `{wanted[1]}` for `{found[1]}`"
            yield site.candidate(self.id, title, *(_spaced(site, s, wanted[1]) for s in spans))
        elif macro is not None and found is not None and found[1] == ";":
            # Its rules separate with commas alone.
            spans = [
                Span(call.start_byte + t.start, call.start_byte + t.end)
                for t in _top(text)
                if t.text == ";"
            ]
            own_rules = re.findall(r"\(\s*\$[^\n]*?\)\s*=>", text_of(macro))
            if own_rules and not any(";" in rule for rule in own_rules):
                edits = [Edit(s, ",") for s in spans]
                yield site.candidate(self.id, "Separate the arguments with commas", *edits)
        last = re.search(r",\s*[)\]}]$", text)
        if last is not None:
            at = call.start_byte + len(text[: last.start()].encode())
            yield site.candidate(self.id, "Drop the last comma", Edit.delete(at, at + 1))
        name = site.label(r"while trying to match `(\w+)`") or site.label("trying to match")
        if name is not None and macro is not None:
            yield from self._variable(site, macro, name.location.span)

    def _variable(self, site: Site, macro: Node, span: Span) -> Iterator[Candidate]:
        """A word of the rule that stands before a `:` is a variable without its `$`."""
        name = site.source.slice(span)
        kind = re.match(rb"\s*:\s*(?:expr|ident|ty|tt|literal|pat)", site.source.text[span.end :])
        if kind is None or not name.isidentifier():
            return
        places = re.finditer(rf"(?<![\w$.]){name}\b(?!\s*[!(])", text_of(macro))
        edits = [
            Edit.insert(macro.start_byte + len(text_of(macro)[: m.start()].encode()), "$")
            for m in places
        ]
        yield site.candidate(self.id, f"Make `{name}` a variable: `${name}`", *edits)


@dataclass(frozen=True, slots=True)
class _Call:
    """A macro's call; the syntax tree has none for a call in another macro's arguments."""

    start_byte: int
    end_byte: int
    text: str


def _call_at(site: Site) -> _Call | None:
    """Return the innermost call of a macro around the diagnostic."""
    outer = ancestor(site.node, "macro_invocation")
    if outer is None:
        return None
    text, start = text_of(outer).encode(), outer.start_byte
    at = site.diagnostic.span.start - start
    found = _Call(start, outer.end_byte, text.decode(errors="replace"))
    for head in re.finditer(rb"\b\w+!\s*(?=[(\[{])", text[: max(at, 0)]):
        depth = 0
        for token in tokens(text[head.end() :]):
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth == 0:
                end = head.end() + token.end
                if end > at:
                    shown = text[head.start() : end].decode(errors="replace")
                    found = _Call(start + head.start(), start + end, shown)
                break
    return found


def _commas(call: _Call) -> Iterator[Edit]:
    """Put commas where two values of a call stand side by side."""
    found = _top(call.text)
    for left, right in pairwise(found):
        if _ends_value(left.text) and _begins_value(right.text):
            yield Edit.insert(call.start_byte + left.end, ",")


def _ends_value(text: str) -> bool:
    return text[-1] in "\"')]" or (text[-1].isalnum() and text not in ("mut", "in", "as", "if"))


def _begins_value(text: str) -> bool:
    return text[0] in "\"'" or (text[0].isalnum() and text not in ("as", "in", "if", "else"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A token, or a bracket with all that is in it."""

    start: int
    end: int
    text: str


def _top(text: str) -> list[_Part]:
    """Return the tokens directly inside the brackets of a macro's call."""
    begin = re.search(r"!\s*[(\[{]", text)
    if begin is None:
        return []
    shift = len(text[: begin.end()].encode())
    found: list[_Part] = []
    depth = 0
    for token in tokens(text.encode()[shift:-1]):
        opens, closes = token.text in _OPEN, token.text in _CLOSE
        depth -= closes
        if depth == 0 and closes and found:
            found[-1] = _Part(found[-1].start, shift + token.end, found[-1].text + token.text)
        elif depth == 0:
            found.append(_Part(shift + token.start, shift + token.end, token.text))
        depth += opens
    return found


def _spaced(site: Site, span: Span, new: str) -> Edit:
    """Write a sign for another, with a space before where only the longer ones have one."""
    tight = site.source.text[span.start - 1 : span.start] not in (b" ", b"\n")
    return Edit(span, f" {new}" if tight and len(new) > 1 else new)


def _definition(site: Site, name: str) -> Node | None:
    for macro in descendants(site.source.tree.root_node, "macro_definition"):
        own = macro.child_by_field_name("name")
        if own is not None and text_of(own) == name:
            return macro
    return None
