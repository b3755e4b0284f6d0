"""Corrects what stands inside an attribute: its words, keys and form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of

_TOOLS = ("clippy", "rustdoc", "rustfmt", "rust_analyzer", "miri")
_LISTS = "allow|warn|deny|forbid|expect|derive|feature|repr|cfg"
_BROKEN = re.compile(
    r"^malformed|is not an unsafe attribute|^cannot find (?:attribute|derive macro)"
    r"|^expected a literal|attribute must be of the form|valid forms for the attribute"
    r"|^expected one of `\(`, `::`|^wrong meta list|^expected unsuffixed|^unexpected"
)
_KEYS = {"reason": "note", "msg": "note", "message": "note", "text": "note", "version": "since"}


class RepairAttribute(FixRule):
    """Writes a list as a list, a key as the compiler knows it, a word as it is spelt.

    What an attribute of unknown words was meant to say is guessed from the nearest known word.
    """

    codes: ClassVar = (
        *("", "E0452", "E0454", "E0459", "E0537", "E0538", "E0539", "E0541", "E0552", "E0557"),
        *("E0565", "E0648", "E0710", "E0690", "E0731", "E0588"),
    )
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='#[allow = "dead_code"]\nfn f() {}\n\npub fn g() {}\n',
            after="#[allow(dead_code)]\nfn f() {}\n\npub fn g() {}\n",
            code="",
        ),
        Example(
            before="#[derive Debug, Clone]\npub struct P;\n",
            after="#[derive(Debug, Clone)]\npub struct P;\n",
            code="",
        ),
        Example(
            before='#[deprecated(since = "1", reason = "old")]\npub fn f() {}\n',
            after='#[deprecated(since = "1", note = "old")]\npub fn f() {}\n',
            code="E0539",
        ),
        Example(
            before='#[deprecated("old")]\npub fn f() {}\n',
            after='#[deprecated(note = "old")]\npub fn f() {}\n',
            code="E0565",
        ),
        Example(
            before='#[deprecated(note = "a", note = "b")]\npub fn f() {}\n',
            after='#[deprecated(note = "a")]\npub fn f() {}\n',
            code="E0538",
        ),
        Example(
            before="#[repr(c)]\npub struct P(pub u8);\n",
            after="#[repr(C)]\npub struct P(pub u8);\n",
            code="E0552",
        ),
        Example(
            before="#[allow(clipp::filter_map)]\npub fn f() {}\n",
            after="#[allow(clippy::filter_map)]\npub fn f() {}\n",
            code="E0710",
        ),
        Example(
            before="#[cfg(or(unix, windows))]\npub fn f() {}\n",
            after="#[cfg(any(unix, windows))]\npub fn f() {}\n",
            code="E0537",
        ),
        Example(
            before='#[cfg(!feature = "a")]\npub fn f() {}\n',
            after='#[cfg(not(feature = "a"))]\npub fn f() {}\n',
            code="",
        ),
        Example(
            before="#[repr(transparent)]\npub struct P(pub u8, pub u16);\n",
            after="#[repr(C)]\npub struct P(pub u8, pub u16);\n",
            code="E0690",
        ),
    )
    refuses: ClassVar = ('#[inline("no" 5)]\npub fn f() {}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        code = site.diagnostic.code or ""
        if not code and not _BROKEN.search(site.diagnostic.message):
            return
        node = site.enclosing("attribute_item", "inner_attribute_item")
        if code in ("E0690", "E0731", "E0588"):
            item = site.enclosing("struct_item", "enum_item", "union_item")
            node = item.prev_named_sibling if item is not None else None
            while node is not None and "repr" not in text_of(node):
                node = node.prev_named_sibling
        if node is None:
            return
        text = text_of(node)
        for new, safety, cost in _versions(site, code, text):
            if new != text:
                if not new:
                    after = site.source.text[node.end_byte :]
                    end = node.end_byte + len(after) - len(after.lstrip())
                    gone = site.source.text[node.start_byte : end].decode(errors="replace")
                    yield self._gone(site, text, node.start_byte, gone)
                    continue
                yield site.candidate(
                    self.id, f"Write `{new}`", replace_node(node, new), safety=safety, cost=cost
                )

    def _gone(self, site: Site, text: str, start: int, gone: str) -> Candidate:
        edit = Edit.delete(start, start + len(gone.encode()))
        return site.candidate(self.id, f"Drop `{text}`", edit, safety=Safety.API_CHANGE)


def _versions(site: Site, code: str, text: str) -> Iterator[tuple[str, Safety, str]]:
    """Yield what the attribute may be meant to say, with what that does and costs."""
    word = (re.findall(r"[a-z_]\w*", text) or [""])[0]
    if code in ("E0690", "E0731", "E0588"):
        yield from _layout(code, text)
    elif code == "E0710":
        told = re.search(r"unknown tool name `(\w+)`", site.diagnostic.message)
        for tool in near(told[1], _TOOLS) if told else ():
            yield re.sub(rf"\b{told[1] if told else ''}::", f"{tool}::", text), Safety.SAFE, ""
    elif code == "E0552":
        yield from _representation(site, text)
    elif code == "E0557":
        yield _without(text, re.escape(site.source.slice(site.diagnostic.span))), Safety.SAFE, ""
    elif code == "E0648":
        yield re.sub(r"\\0|\\x00|\\u\{0+\}", "", text), Safety.API_CHANGE, ""
    elif code == "E0537" or (word == "cfg" and not code):
        yield from _predicate(site, text)
    elif code in ("E0454", "E0459") or word == "link":
        yield from _link(text)
    elif word == "deprecated":
        yield from _deprecated(text)
    elif code == "E0452":
        yield re.sub(r"\b(?!reason)(\w+)\s*=\s*\"[^\"]*\"", r"\1", text), Safety.SAFE, ""
        yield re.sub(r"\"([\w:]+)\"", r"\1", text), Safety.SAFE, ""
    elif not code or code == "E0539":
        yield from _unknown(site, text)
        yield from _as_list(text)


def _layout(code: str, text: str) -> Iterator[tuple[str, Safety, str]]:
    if code == "E0690":
        cost = "The fields keep their order, as in C."
        yield re.sub(r"\btransparent\b", "C", text), Safety.API_CHANGE, cost
    hint = "transparent" if code != "E0588" else r"packed(?:\(\d+\))?"
    yield _without(text, hint), Safety.API_CHANGE, ""


def _unknown(site: Site, text: str) -> Iterator[tuple[str, Safety, str]]:
    """A trait that nobody derives, or the attribute of the main function in other languages."""
    name = site.source.slice(site.diagnostic.span)
    if "derive macro" in site.diagnostic.message:
        cost = f"The type is without `{name}`; add the crate that derives it if you need it."
        yield _without(text, re.escape(name)), Safety.GUESS, cost
    elif "cannot find" in site.diagnostic.message and re.fullmatch(
        r"#\[(?:main|start|entry)\]", text
    ):
        yield "", Safety.SAFE, ""


def _as_list(text: str) -> Iterator[tuple[str, Safety, str]]:
    safe = re.fullmatch(r"(#!?\[)unsafe\((.*)\)\]", text)
    if safe is not None:
        yield f"{safe[1]}{safe[2]}]", Safety.SAFE, ""
    found = re.fullmatch(rf"(#!?\[\s*(?:{_LISTS}))\s*[=:]?\s*([^()\[\]]+?)\s*\]", text)
    if found is not None:
        yield f"{found[1]}({found[2].replace(chr(34), '')})]", Safety.SAFE, ""
    value = re.fullmatch(r"(#!?\[\s*\w+)\((\w+)\)\]", text)
    if value is not None:
        yield f'{value[1]} = "{value[2]}"]', Safety.SAFE, ""
    bare = re.fullmatch(
        r"(#!?\[\s*(?:test|no_mangle|non_exhaustive|no_std|track_caller))\b.+\]", text
    )
    if bare is not None:
        yield f"{bare[1]}]", Safety.SAFE, ""


def _representation(site: Site, text: str) -> Iterator[tuple[str, Safety, str]]:
    span = site.diagnostic.span
    word = site.source.slice(span)
    note = site.match(r"valid reprs are (.*)")
    known = re.findall(r"`(\w+)`", note[1]) if note else ["C", "u8", "transparent"]
    told = {"int": "i32", "uint": "u32", "char": "u8", "byte": "u8", "pack": "packed"}
    found = [told[word]] if word in told else near(word, known) if len(word) > 1 else []
    if word.lower() == "c":
        found = ["C"]
    for new in found:
        yield re.sub(rf"\b{re.escape(word)}\b", new, text), Safety.API_CHANGE, ""
    if not found:
        new = re.sub(rf"\b{re.escape(word)}\b", "C", text)
        yield new, Safety.GUESS, "Which layout was meant, only you know."


def _predicate(site: Site, text: str) -> Iterator[tuple[str, Safety, str]]:
    told = re.search(r"invalid predicate `(\w+)`", site.diagnostic.message)
    if told is None:
        yield _condition(text), Safety.SAFE, ""
        return
    word = re.escape(told[1])
    meant = {"or": "any", "and": "all", "either": "any", "both": "all", "none": "not"}
    near_ones = near(told[1], ("all", "any", "not")) if len(told[1]) < 5 else []
    for new in [meant[told[1]]] if told[1] in meant else near_ones:
        yield re.sub(rf"\b{word}\s*\(", f"{new}(", text), Safety.SAFE, ""
    one = re.search(rf"\b{word}\s*\(\s*(\w*)\s*\)", text)
    if one is not None and told[1] not in meant:
        new = f'{told[1]} = "{one[1]}"' if one[1] else told[1]
        cost = "Without that condition set, the item is left out."
        yield text.replace(one[0], new), Safety.CHANGES_BEHAVIOUR, cost


def _condition(text: str) -> str:
    """Write a condition with the words of `cfg` in place of operators."""
    new = re.sub(r"==", "=", text)
    new = re.sub(r"!\s*(\w+(?:\s*=\s*\"[^\"]*\")?)", r"not(\1)", new.replace("#![", "#\0["))
    new = re.sub(r"(\w+)\s*!=\s*(\"[^\"]*\")", r"not(\1 = \2)", new).replace("\0", "!")
    found = re.fullmatch(r"(#!?\[cfg\()(.*)(\)\])", new)
    for sign, name in (("&&", "all"), ("||", "any")):
        if (
            found is not None
            and sign in found[2]
            and found[2].count("&&") * found[2].count("||") == 0
        ):
            parts = ", ".join(part.strip() for part in found[2].split(sign))
            return f"{found[1]}{name}({parts}){found[3]}"
    return new


def _deprecated(text: str) -> Iterator[tuple[str, Safety, str]]:
    found = re.fullmatch(r"(#!?\[\s*deprecated)\s*\((.*)\)\s*\]", text, re.S)
    if found is None:
        return
    kept: dict[str, str] = {}
    for part in split_top(found[2]):
        plain = re.sub(r"//[^\n]*", "", part).strip()
        pair = re.fullmatch(r"(\w+)\s*(?:=\s*b?(\".*\")|\(\s*(\".*\")\s*\))", plain, re.S)
        if pair is not None:
            kept.setdefault(_KEYS.get(pair[1], pair[1]), pair[2] or pair[3])
        elif plain.startswith('"'):
            kept.setdefault("note", plain)
        elif plain not in ("note", "since"):
            return
    inside = ", ".join(f"{key} = {value}" for key, value in kept.items())
    yield f"{found[1]}({inside})]" if inside else f"{found[1]}]", Safety.SAFE, ""


def _link(text: str) -> Iterator[tuple[str, Safety, str]]:
    """A library is linked by its name; where none is given, the C library stands in."""
    cost = "Which library is meant, only you know."
    named = re.fullmatch(r'#\[\s*link\s*=\s*("[^"]+")\s*\]', text)
    if named is not None:
        yield f"#[link(name = {named[1]})]", Safety.SAFE, ""
        return
    inside = re.fullmatch(r"#\[\s*link\s*(?:\((.*)\))?\s*\]", text, re.S)
    parts = (inside[1] or "") if inside is not None else ""
    kept: dict[str, str] = {}
    for key, value in re.findall(r"(\w+)\s*=\s*(\"[^\"]*\")", parts):
        if key == "kind" and value.strip('"') not in ("static", "dylib", "framework", "raw-dylib"):
            continue
        kept.setdefault(key, value)
    guess = kept.get("name", '""') == '""'
    if guess:
        kept = {"name": '"c"'} | {k: v for k, v in kept.items() if k != "name"}
    new = ", ".join(f"{key} = {value}" for key, value in kept.items())
    yield f"#[link({new})]", Safety.GUESS if guess else Safety.API_CHANGE, cost if guess else ""


def _without(text: str, hint: str) -> str:
    """Return the attribute without one of its words; '' when nothing is left in it."""
    found = re.fullmatch(r"(#!?\[\s*\w+\s*\()(.*)(\)\s*\])", text, re.S)
    if found is None:
        return text
    parts = split_top(found[2])
    kept = [part for part in parts if not re.fullmatch(hint, part)]
    return f"{found[1]}{', '.join(kept)}{found[3]}" if kept else ""
