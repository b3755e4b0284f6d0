"""Replaces a name that does not exist by the nearest one that does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import foreign_names, std_names
from rust_agent_lsp.fixes.items import (
    crate_files,
    crate_items,
    find_item,
    member_names,
    members,
    node_name,
    takes_self,
    variants,
)
from rust_agent_lsp.fixes.names import (
    base_name,
    generic_names,
    imported_names,
    is_far,
    is_out_of_scope,
    is_slip,
    local_names,
    missing,
    near,
    primitive_names,
    words_of,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_traits import SIGNATURES
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.generics import generic_items, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_MOST = 4


class RenameToSimilar(FixRule):
    """Replaces an unknown name by the nearest known one: a variable, item, method or path segment.

    Names that other languages use (`length`, `null`, `int`) are known too. What is near may still
    be another thing than the user meant, so a far guess is marked as changing the behaviour.
    """

    codes: ClassVar = (
        *("E0425", "E0412", "E0433", "E0432", "E0599", "E0405", "E0407", "E0437", "E0438"),
        *("E0422", "E0531", "E0426", "E0576", "E0220", "E0404", "E0423", "E0261"),
    )
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let count = 3;\n    println!("{}", conut);\n}\n',
            after='fn main() {\n    let count = 3;\n    println!("{}", count);\n}\n',
            code="E0425",
        ),
        Example(
            before="fn area(side: &[u8]) -> usize {\n    side.length()\n}\nfn main() {\n"
            "    area(&[]);\n}\n",
            after="fn area(side: &[u8]) -> usize {\n    side.len()\n}\nfn main() {\n"
            "    area(&[]);\n}\n",
            code="E0599",
        ),
        Example(
            before="use std::colections::HashMap;\npub type Ages = HashMap<String, u8>;\n",
            after="use std::collections::HashMap;\npub type Ages = HashMap<String, u8>;\n",
            code="E0432",
        ),
        Example(
            before="pub enum Light {\n    Red,\n    Green,\n}\npub fn stop() -> Light {\n"
            "    Light::Rad\n}\n",
            after="pub enum Light {\n    Red,\n    Green,\n}\npub fn stop() -> Light {\n"
            "    Light::Red\n}\n",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let count = 3;\n    println!("{count}{}", weather);\n}\n',
        "pub fn f(x: u8) -> u8 {\n    x.frobnicate()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None:
            return
        what, name, where = lost.what, lost.name, lost.where
        if what == "unresolved import" or "module" in what or "crate" in what:
            name, choices = _segment(site, name)
        else:
            choices = list(_choices(site, what, name, where))
            if what == "associated type":
                choices = [choice for choice in choices if choice[:1].isupper()]
        span = _place(site, name)
        if span is None or not name:
            return
        if name in std_names.PATHS and name[:1].isupper() and "method" not in what:
            return
        translated = list(_translated(what, name))
        found = list(dict.fromkeys([*translated, *near(name, choices)]))[:_MOST]
        if not found:
            found = list(_of_std(what, name))
        if not found and what.startswith("function or associated"):
            found = list(_makers(site, where))
        hidden = "value" in what and is_out_of_scope(site.node, name)
        alone = not found and what == "associated type" and len(set(choices)) == 1
        for number, choice in enumerate(choices if alone else found):
            close = len(name) > 3 and is_slip(name, choice)
            far = hidden or (choice not in translated and is_far(name, choice))
            certain = number == 0 and (choice in translated or close) and not (alone or far)
            milder = Safety.SAFE if certain else Safety.CHANGES_BEHAVIOUR
            yield site.candidate(
                self.id,
                f"Rename `{name}` to `{choice}`",
                Edit(span, choice),
                safety=Safety.GUESS if far else milder,
                cost="" if certain else f"`{choice}` is only similar to `{name}`.",
            )


def _place(site: Site, name: str) -> Span | None:
    """Return where the name itself stands: the primary span, or the name inside it."""
    span = site.diagnostic.span
    text = site.source.slice(span)
    if text == name:
        return span
    parts = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    if not parts:
        return None
    start = span.start + len(text[: parts[-1].start()].encode())
    return Span(start, start + len(name.encode()))


def _translated(what: str, name: str) -> Iterable[str]:
    if "type" in what:
        other = foreign_names.TYPES.get(name)
        return (other,) if other else ()
    if "value" in what:
        other = foreign_names.VALUES.get(name)
        return (other,) if other else ()
    return foreign_names.METHODS.get(name, ()) if "method" in what else ()


def _of_std(what: str, name: str) -> Iterator[str]:
    """Yield the full paths of near names of `std` that are not imported."""
    if re.search(r"type|trait|struct|module", what) and name[:1].isupper():
        for choice in near(name, std_names.PATHS):
            yield std_names.PATHS[choice][0]


def _makers(site: Site, owner: str) -> Iterator[str]:
    """Yield the functions of a type that make a value of it, for a `new` that is not there."""
    for name, node in member_names(site, owner):
        kind = node.child_by_field_name("return_type")
        made = base_name(text_of(kind)) if kind is not None and not takes_self(node) else ""
        if made in ("Self", base_name(owner)):
            yield name


def _choices(site: Site, what: str, name: str, where: str) -> Iterator[str]:
    """Yield the names that could stand where `name` does."""
    node = site.node
    if what == "lifetime name":
        yield from ("'static", *(t for i in generic_items(node) for t in lifetimes_of(i)))
        return
    inside = re.match(r"(?:module|crate|enum|struct|trait|\w+) `([^`]+)`", where)
    if "label" in what:
        labels = (n for a in ancestors(node) for n in a.children if n.type == "label")
        yield from (text_of(n) for n in labels)
    elif inside:
        yield from _names_in(site, inside[1])
    elif re.search(r"is not a member|^associated", site.diagnostic.message):
        yield from _associated(site, where)
        if site.diagnostic.message.startswith("associated type"):
            yield from ("Item", "Output", "Error", "Err", "Target", "IntoIter")
    elif what.startswith(("method", "associated", "variant", "function or")) or (
        site.diagnostic.code == "E0599"
    ):
        for word in words_of(where):
            yield from _associated(site, word)
        yield from ("new", "default", "from", "clone", "from_str", "with_capacity")
        if what.startswith("method"):
            yield from std_names.METHODS
            yield from _all_methods(site)
    else:
        yield from _in_scope(site, what)


def _names_in(site: Site, path: str) -> Iterator[str]:
    last = path.rpartition("::")[2]
    anywhere = last in ("super", "self", "crate")
    yield from (i.name for i in crate_items(site) if anywhere or i.modules[-1:] == (last,))
    prefix = path if path.startswith("std") else f"std::{path}"
    for paths in std_names.PATHS.values():
        yield from (p.rpartition("::")[2] for p in paths if p.rpartition("::")[0] == prefix)
    yield from _associated(site, path)


def _associated(site: Site, owner: str) -> Iterator[str]:
    item = find_item(site, owner, "type", "trait")
    if item is None:
        yield from SIGNATURES.get(base_name(owner), ())
    if item is None and owner in ("Self", "self"):
        block = site.enclosing("impl_item", "trait_item")
        if block is not None and block.type == "trait_item":
            yield from (node_name(n) for n in members(block))
        kind = block.child_by_field_name("type") if block is not None else None
        item = find_item(site, text_of(kind), "type") if kind is not None else None
    if item is not None:
        if item.kind == "trait":
            yield from (node_name(n) for n in members(item.node))
        yield from (node_name(v) for v in variants(item.node))
        yield from (name for name, _ in member_names(site, item.name))
    else:
        yield from (name for name, _ in member_names(site, base_name(owner)))


def _all_methods(site: Site) -> Iterator[str]:
    for file, _ in crate_files(site):
        for block in descendants(file.tree.root_node, "impl_item", "trait_item"):
            yield from (node_name(n) for n in members(block) if n.type.startswith("function"))


def _in_scope(site: Site, what: str) -> Iterator[str]:
    items = list(crate_items(site))
    modules = {i.modules for i in items if i.file.path == site.source.path}
    seen = [i for i in items if i.local or i.modules in modules]
    imported = imported_names(site.source.tree.root_node)
    if "trait" in what or "type" in what or "struct" in what:
        kinds = ("trait",) if what == "trait" else ("type", "trait")
        yield from (i.name for i in seen if i.kind in kinds)
        yield from (n for n in imported if n[:1].isupper())
        if what == "trait":
            yield from std_names.PRELUDE_TRAITS
        else:
            yield from (*generic_names(site.node), *primitive_names())
            yield from ("Self",) if site.enclosing("impl_item", "trait_item") is not None else ()
        yield from ("Some", "None", "Ok", "Err") if "variant" in what else ()
        if "function" not in what:
            return
    yield from local_names(site.node)
    yield from (i.name for i in seen if i.kind in ("function", "value"))
    yield from imported
    yield from generic_names(site.node)
    yield from ("drop", "Some", "None", "Ok", "Err", "self")


def _segment(site: Site, path: str) -> tuple[str, list[str]]:
    """Return the segment of a path that cannot be found, and what its module does hold."""
    told = site.match(r"(?:could not find|no) `([^`]+)` in (?:the (?:crate )?root|`([^`]+)`)")
    segment = told[1] if told else path.partition("::")[0]
    text = _whole_path(site, path)
    before = text.partition(segment)[0].rstrip(":{ \n")
    if before.startswith(("std", "core", "alloc")):
        inner = re.sub(r"^(core|alloc)", "std", before)
        full = {p for paths in std_names.PATHS.values() for p in paths}
        full |= set(std_names.MODULES.values())
        return segment, [
            p[len(inner) + 2 :].partition("::")[0] for p in full if p.startswith(inner + "::")
        ]
    owner = before.rpartition("::")[2]
    names = [
        i.name
        for i in crate_items(site)
        if (not owner and i.kind in ("module", "type", "trait"))
        or owner in ("crate", "self", "super")
        or (owner and i.modules[-1:] == (owner,))
    ]
    if not before:
        names += ["std", "core", "crate", "super", "self"]
        names += imported_names(site.source.tree.root_node)
    item = find_item(site, owner, "type") if owner else None
    names += [node_name(v) for v in variants(item.node)] if item is not None else []
    return segment, names


def _whole_path(site: Site, path: str) -> str:
    """Return the path of a `use` as written, with what stands before a brace put in front."""
    use = site.enclosing("use_declaration")
    if use is None:
        scoped = [n for n in ancestors(site.node) if n.type.startswith("scoped_")]
        return text_of(scoped[-1]) if scoped else path
    prefix = ""
    for outer in ancestors(site.node):
        head = outer.child_by_field_name("path")
        if outer.type == "scoped_use_list" and head is not None:
            if head.start_byte <= site.diagnostic.span.start < head.end_byte:
                return prefix + text_of(head)
            prefix = text_of(head) + "::" + prefix
    names = list(descendants(use, "scoped_identifier", "identifier"))
    here = [n for n in names if n.start_byte <= site.diagnostic.span.start < n.end_byte]
    return prefix + (text_of(here[0]) if here else path)
