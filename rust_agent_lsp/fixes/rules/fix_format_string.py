"""Makes a format string and its arguments fit: placeholders, braces, expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.names import base_name, local_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.quotes import arguments_after, holes_in
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_ODD = re.compile(
    r"(?<!\{)\{(?!\})(?:([^{}:\"\\!]*(?:::[^{}:\"\\]+)*)(:[^{}]*)?)\}(?!\})"
)  # A placeholder with what it names and how it is shown.


class FixFormatString(FixRule):
    """Adds or drops `{}`, doubles a lone brace, moves an expression out of the string."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='pub fn f() {\n    println!("{} {}", 1);\n}\n',
            after='pub fn f() {\n    println!("{}", 1);\n}\n',
        ),
        Example(
            before='pub fn f() {\n    println!("{}", 1, 2);\n}\n',
            after='pub fn f() {\n    println!("{} {}", 1, 2);\n}\n',
        ),
        Example(
            before='pub fn f(v: Vec<u8>) {\n    println!("n: {v.len()}");\n}\n',
            after='pub fn f(v: Vec<u8>) {\n    println!("n: {}", v.len());\n}\n',
        ),
        Example(
            before='pub fn f() {\n    println!("{ open");\n}\n',
            after='pub fn f() {\n    println!("{{ open");\n}\n',
        ),
        Example(
            before='pub fn f() {\n    println!("n: }", 5);\n}\n',
            after='pub fn f() {\n    println!("n: {}", 5);\n}\n',
        ),
        Example(
            before='pub fn f(n: u8) {\n    println!("n: {n:>4");\n}\n',
            after='pub fn f(n: u8) {\n    println!("n: {n:>4}");\n}\n',
        ),
        Example(
            before="pub struct Goals {\n    home: u8,\n    away: u8,\n}\n"
            'pub fn f(g: &Goals) {\n    println!("{}:{}", g.home);\n}\n',
            after="pub struct Goals {\n    home: u8,\n    away: u8,\n}\n"
            'pub fn f(g: &Goals) {\n    println!("{}:{}", g.home, g.away);\n}\n',
        ),
        Example(
            before='pub fn f() {\n    println!("{1}", 5);\n}\n',
            after='pub fn f() {\n    println!("{0}", 5);\n}\n',
        ),
    )
    refuses: ClassVar = ("pub fn f(n: u8) {\n    println!(n);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message, source, span = site.diagnostic.message, site.source, site.diagnostic.span
        string = _string_at(site)
        if string is None:
            return
        text = source.slice(string)
        if "positional argument" in message and "in format string" in message:
            yield from self._too_few(site, string)
        elif "never used" in message or "unused formatting" in message:
            yield from self._unused(site, string)
        elif message.startswith("invalid reference to positional argument"):
            low = [int(n) for n in re.findall(r"\{(\d+)[:}]", text)]
            if low and min(low) == 1:
                new = re.sub(r"\{(\d+)(?=[:}])", lambda m: f"{{{int(m[1]) - 1}", text)
                yield site.candidate(self.id, "Count the arguments from 0", Edit(string, new))
        elif message.startswith("invalid format string"):
            yield from self._expression(site, string)
            yield from self._half(site, string)
            at = _lone_brace(text)
            if at is not None:
                at = string.start + len(text[:at].encode())
                sign = source.slice(Span(at, at + 1))
                title = f"Write `{sign}{sign}` for the character `{sign}`"
                yield site.candidate(self.id, title, Edit.insert(at, sign))
        elif message.startswith("unknown format trait"):
            edit = Edit.delete(span.start, span.end)
            yield site.candidate(self.id, "Drop the unknown format", edit)

    def _too_few(self, site: Site, string: Span) -> Iterator[Candidate]:
        """Drop the placeholders that have no argument, from the end."""
        wording = r"(\d+) positional .*?(?:is|are|but) (\d+|no) arg"
        counts = re.search(wording, site.diagnostic.message)
        text = site.source.slice(string)
        holes = list(re.finditer(r"(?<!\{)\s?\{(?::[^}]*)?\}(?!\})", text))
        if counts is None or len(holes) != int(counts[1]):
            return
        given = 0 if counts[2] == "no" else int(counts[2])
        names = [n for n in local_names(site.node) if n != "self"]
        close = _end_of_call(site, string)
        missing = _not_shown(site, string)
        if close is not None and missing and len(missing) == len(holes) - given:
            shown_too = ", ".join(missing)
            yield site.candidate(
                self.id,
                f"Pass `{shown_too}` too",
                Edit.insert(close, f", {shown_too}"),
                safety=Safety.SAFE,
                cost="Taken because it is the only one that is not shown.",
            )
        lone = names[0] if len(holes) - given == 1 and len(names) == 1 else None
        if lone is not None and close is not None:
            shown = re.search(rf"\b{lone}\b", site.source.slice(Span(string.start, close)))
            if shown is None:
                edit = Edit.insert(close, f", {lone}")
                yield site.candidate(self.id, f"Pass `{lone}` too", edit, safety=Safety.GUESS)
        edits = [
            Edit.delete(
                string.start + len(text[: hole.start()].encode()),
                string.start + len(text[: hole.end()].encode()),
            )
            for hole in holes[given:]
        ]
        yield site.candidate(
            self.id,
            f"Drop {len(edits)} `{{}}` without an argument",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="What the place was meant to show is left out.",
        )

    def _unused(self, site: Site, string: Span) -> Iterator[Candidate]:
        text = site.source.slice(string)
        unused = [x for x in site.diagnostic.labels if "never used" in x.text]
        if not text.endswith('"') or not unused:
            return
        lead = Span(string.end, unused[0].location.span.start)
        named = re.search(r"(\w+)\s*=\s*$", site.source.slice(lead))
        if named is not None:
            holes = re.findall(r"\{(\w+)", text)
            if len(holes) == 1 and len(unused) == 1:
                new = text.replace(f"{{{holes[0]}", f"{{{named[1]}")
                yield site.candidate(self.id, f"Name the place `{named[1]}`", Edit(string, new))
            return
        newline = text.endswith('\\n"')
        at = string.end - (3 if newline else 1)
        space = "" if text[: -3 if newline else -1].endswith((" ", '"', "=")) else " "
        yield site.candidate(
            self.id,
            f"Show {len(unused)} more at the end of the text",
            Edit.insert(at, space + " ".join(["{}"] * len(unused))),
        )

    def _half(self, site: Site, string: Span) -> Iterator[Candidate]:
        """Complete a placeholder that lost one of its braces."""
        text = site.source.slice(string)
        debug = re.search(r"\{(\w+)\s*=\}", text)
        if debug is not None:
            new = text.replace(debug[0], f"{debug[1]} = {{{debug[1]}:?}}")
            yield site.candidate(self.id, f"Show `{debug[1]}` with its name", Edit(string, new))
        at = _lone_brace(text)
        if at is None:
            return
        left, right = re.search(r"(\w*)(:[^\s{}]*)?$", text[:at]), text[at + 1 :]
        inside = re.match(r"(\w*)(:[^\s{}\"]*)?", right)
        if left is None or inside is None:
            return
        after = site.source.text[string.end :][:2000].decode(errors="replace")
        wanted = holes_in(text) < arguments_after(after)
        part = inside if text[at] == "{" else left
        named = part[1] in local_names(site.source.node_at(string))
        if not named and not wanted:
            return
        spec = len(part[2] or "") + (len(part[1]) if named or part[2] else 0)
        column = at + 1 + spec if text[at] == "{" else at - spec
        other = "}" if text[at] == "{" else "{"
        place = string.start + len(text[:column].encode())
        edit = Edit.insert(place, other)
        yield site.candidate(
            self.id, "Complete the placeholder in the text", edit, safety=Safety.SAFE
        )

    def _expression(self, site: Site, string: Span) -> Iterator[Candidate]:
        """Pass what stands in the braces as an argument."""
        text = site.source.slice(string)
        close = _end_of_call(site, string)
        odd = [h for h in _ODD.finditer(text) if h[1] and not re.fullmatch(r"\w*", h[1])]
        # A later `{}` would take the new argument.
        if close is None or len(odd) != 1 or re.search(r"\{(?::[^}]*)?\}", text[odd[0].end() :]):
            return
        hole = odd[0]
        start = string.start + len(text[: hole.start(1)].encode())
        yield site.candidate(
            self.id,
            f"Pass `{hole[1].strip()}` as an argument",
            Edit.delete(start, start + len(hole[1].encode())),
            Edit.insert(close, f", {hole[1].strip()}"),
            safety=Safety.SAFE,
        )


def _string_at(site: Site) -> Span | None:
    """Return the format string of the macro call around the diagnostic."""
    found = None
    for label in [site.diagnostic.span, *(x.location.span for x in site.diagnostic.labels)]:
        node = site.source.node_at(label)
        call = ancestor(node, "macro_invocation")
        tokens = list(descendants(call, "string_literal")) if call is not None else []
        if tokens:
            found = span_of(tokens[0])
            break
    return found


def _not_shown(site: Site, string: Span) -> list[str]:
    """Return what a text with too few arguments may have left out.

    The other fields, where the arguments are fields of one struct; else variables without a use.
    """
    call, function = site.enclosing("macro_invocation"), site.enclosing("function_item")
    if call is None or function is None:
        return []
    start, end = string.end - call.start_byte, call.end_byte - call.start_byte - 1
    given = split_top((call.text or b"")[start:end].decode(errors="replace").strip(" \n,"))
    used = [m for text in given if (m := re.fullmatch(r"&?(\w+)\.(\w+)", text))]
    owners = {m[1] for m in used}
    if given and len(used) == len(given) and len(owners) == 1:
        owner = owners.pop()
        kind = _type_of(site.source.node_at(string), owner)
        item = find_item(site, kind, "type") if kind is not None else None
        fields = named_fields(item.node) if item is not None else {}
        shown = [m[2] for m in used]
        return [f"{owner}.{name}" for name in fields if name not in shown]
    body = text_of(function)
    names = [name for name in local_names(site.node) if name != "self"]
    return [n for n in reversed(names) if len(re.findall(rf"\b{n}\b", body)) == 1]


def _type_of(node: Node, name: str) -> str | None:
    """Return the written type of a variable or of `self`."""
    if name == "self":
        block = ancestor(node, "impl_item")
        kind = block.child_by_field_name("type") if block is not None else None
    else:
        binding = binding_of(node, name)
        kind = binding.type if binding is not None else None
    return base_name(text_of(kind)) if kind is not None else None


def _end_of_call(site: Site, string: Span) -> int | None:
    """Return where another argument goes: before the macro's closing bracket."""
    call = ancestor(site.source.node_at(string), "macro_invocation")
    if call is None:
        return None
    inside = text_of(call)[:-1].rstrip().rstrip(",")
    return call.start_byte + len(inside.encode())


def _lone_brace(text: str) -> int | None:
    """Return the first `{` or `}` that is neither doubled nor part of a placeholder."""
    rest = re.sub(r"\{\{|\}\}|\{\w*(?::[^{}\"]*)?\}", lambda m: " " * len(m[0]), text)
    found = re.search(r"[{}]", rest)
    return found.start() if found is not None else None
