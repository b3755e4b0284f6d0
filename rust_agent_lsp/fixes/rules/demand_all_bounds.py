"""Demands of the type parameters all that a method with bounds of its own asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import bound_edit, declaring_item
from rust_agent_lsp.syntax.tree import descendants, text_of


class DemandAllBounds(FixRule):
    """Adds `K: Eq + Hash` where the parameters are declared.

    Callers may then only use types that have the traits.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::collections::HashMap;\n"
            "pub fn f<K>(all: &HashMap<K, u8>, key: &K) -> Option<u8> {\n"
            "    all.get(key).copied()\n}\n",
            after="use std::collections::HashMap;\n"
            "pub fn f<K: Eq + std::hash::Hash>(all: &HashMap<K, u8>, key: &K) -> Option<u8> {\n"
            "    all.get(key).copied()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Key;\npub fn f(all: &std::collections::HashMap<Key, u8>) -> bool {\n"
        "    all.contains_key(&Key)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        listed = site.match(r"trait bounds were not satisfied:(.*)")
        if listed is None:
            return
        wanted: dict[str, list[str]] = {}
        for name, bound in re.findall(r"`(?:&(?:mut )?)?(\w+): ([^`]+)`", listed[1]):
            wanted.setdefault(name, []).append(bound)
        for filler in _fillers(site) if "<_>" in listed[1] else ("_",):
            filled = {
                name: list(dict.fromkeys(bound.replace("<_>", f"<{filler}>") for bound in bounds))
                for name, bounds in wanted.items()
            }
            yield from self._demand(site, filled)

    def _demand(self, site: Site, wanted: dict[str, list[str]]) -> Iterator[Candidate]:
        edits = []
        for name, bounds in wanted.items():
            declared = declaring_item(site.node, name)
            paths = dict.fromkeys(_path(site, bound) for bound in bounds)
            edit = bound_edit(*declared, " + ".join(paths)) if declared is not None else None
            if edit is None:
                return
            edits.append(edit)
        if edits:
            words = "` and `".join(f"{n}: {' + '.join(b)}" for n, b in wanted.items())
            yield site.candidate(self.id, f"Demand `{words}`", *edits, safety=self.safety)


def _fillers(site: Site) -> list[str]:
    """Return what `_` in `AsRef<_>` may stand for: slices of the types that are named near."""
    function = site.enclosing("function_item")
    kinds = descendants(function, "primitive_type") if function is not None else ()
    named = dict.fromkeys(text_of(kind) for kind in kinds)
    return [*(f"[{kind}]" for kind in named if kind != "str"), "str"]


def _path(site: Site, bound: str) -> str:
    """Return how to name the trait here: by its path unless it is known without."""
    head, mark, rest = bound.partition("<")
    name = head.rpartition("::")[2]
    imported = re.search(rf"\buse [^;]*\b{name}\b", site.source.text.decode(errors="replace"))
    if name in std_names.PRELUDE_TRAITS or imported or find_item(site, name, "trait"):
        return f"{name}{mark}{rest}"
    paths = std_names.PATHS.get(name, ())
    return f"{paths[0] if paths else head}{mark}{rest}"
