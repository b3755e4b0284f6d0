"""Brings a name into scope that is declared elsewhere in the crate or in the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.items import Item, crate_items, members, node_name
from rust_agent_lsp.fixes.names import imported_names, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.uses import insert_use, modules_at, path_to
from rust_agent_lsp.model.fix import Candidate, Safety

_KINDS = {"function": ("function",), "trait": ("trait",), "value": ("value", "function")}
_DERIVED = re.compile(r"expected trait, found derive macro `(\w+)`")


class ImportPath(FixRule):
    """Adds a `use` for a type, trait, function or module; also for the trait of a method."""

    codes: ClassVar = (
        *("E0425", "E0412", "E0433", "E0404", "E0405", "E0422", "E0531", "E0599", "E0407"),
        "E0574",
    )
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn ages() -> HashMap<String, u8> {\n    HashMap::new()\n}\n",
            after="use std::collections::HashMap;\n\n"
            "pub fn ages() -> HashMap<String, u8> {\n    HashMap::new()\n}\n",
            code="E0425",
        ),
        Example(
            before="mod shapes {\n    pub struct Square(pub u8);\n}\n"
            "pub fn side(square: u8) -> u8 {\n    let made: Square = shapes::Square(square);\n"
            "    made.0\n}\n",
            after="use shapes::Square;\n\nmod shapes {\n    pub struct Square(pub u8);\n}\n"
            "pub fn side(square: u8) -> u8 {\n    let made: Square = shapes::Square(square);\n"
            "    made.0\n}\n",
            code="E0425",
        ),
        Example(
            before="use std::fs::File;\n\npub fn save(file: &mut File) -> std::io::Result<()> {\n"
            '    file.write_all(b"done")\n}\n',
            after="use std::fs::File;\nuse std::io::Write;\n\n"
            "pub fn save(file: &mut File) -> std::io::Result<()> {\n"
            '    file.write_all(b"done")\n}\n',
            code="E0599",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> Frobnicator {\n    loop {}\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        derived = _DERIVED.search(site.diagnostic.message)
        lost = missing(site.diagnostic.message)
        if derived:
            paths = list(std_names.PATHS.get(derived[1], ())) or _exact(derived[1])
        elif site.diagnostic.code == "E0599":
            unwritable = site.diagnostic.message.startswith("cannot write into")
            paths = ["std::io::Write", "std::fmt::Write"] if unwritable else []
            paths += _traits(site, lost.name) if lost else ()
        elif lost is not None and lost.where == "this scope":
            paths = list(_paths(site, lost.what, lost.name))
        else:
            return
        used = imported_names(site.source.tree.root_node).values()
        modules = {path.rpartition("::")[0] for path in used}
        near = [path for path in paths if path.rpartition("::")[0] in modules]
        for path in dict.fromkeys((*near, *paths)):
            yield site.candidate(
                self.id,
                f"Import `{path}`",
                insert_use(site.source, site.node, path),
                safety=Safety.CHANGES_BEHAVIOUR if near and path not in near else Safety.SAFE,
            )


def _exact(name: str) -> list[str]:
    return [f"std::hash::{name}"] if name == "Hash" else []


def _paths(site: Site, what: str, name: str) -> Iterator[str]:
    here = modules_at(site, site.node)
    kinds = next((k for word, k in _KINDS.items() if what.startswith(word)), ())
    for item in crate_items(site):
        if item.name == name and _elsewhere(item, here) and (not kinds or item.kind in kinds):
            if item.modules == here[:-1] and here[-1] in ("tests", "test"):
                yield "super::*"
            yield path_to(site, item)
    if "module" in what:
        if name in std_names.MODULES:
            yield std_names.MODULES[name]
        return
    yield from std_names.paths_of(name, what)


def _elsewhere(item: Item, here: tuple[str, ...]) -> bool:
    return not item.local and item.modules != here


def _traits(site: Site, method: str) -> Iterator[str]:
    here = modules_at(site, site.node)
    for item in crate_items(site):
        offers = item.kind == "trait" and _elsewhere(item, here)
        if offers and method in map(node_name, members(item.node)):
            yield path_to(site, item)
    yield from std_names.METHOD_TRAITS.get(method, ())
