"""What the standard library's items are called in code, and which type has which method, so that
uses of them can be told in sources that nobody compiles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rust_agent_lsp.ingest.std_pages import FAMILIES
from rust_agent_lsp.model.concept import Concept, ConceptKind

_PRELUDE = (
    "boxed::Box", "option::Option", "result::Result", "string::String", "string::ToString",
    "vec::Vec", "borrow::ToOwned", "clone::Clone", "cmp::Eq", "cmp::Ord", "cmp::PartialEq",
    "cmp::PartialOrd", "convert::AsMut", "convert::AsRef", "convert::From", "convert::Into",
    "convert::TryFrom", "convert::TryInto", "default::Default", "iter::DoubleEndedIterator",
    "iter::ExactSizeIterator", "iter::Extend", "iter::FromIterator", "iter::IntoIterator",
    "iter::Iterator", "marker::Copy", "marker::Send", "marker::Sized", "marker::Sync",
    "marker::Unpin", "mem::drop", "ops::Drop", "ops::Fn", "ops::FnMut", "ops::FnOnce",
)  # fmt: skip
PRELUDE = {path.rpartition("::")[2]: f"std::{path}" for path in _PRELUDE}
"""The path of each name that needs no import."""

_LENDS = {
    "std/string/struct.String.html": "std/primitive.str.html",
    "std/vec/struct.Vec.html": "std/primitive.slice.html",
    "std/primitive.array.html": "std/primitive.slice.html",
    "std/path/struct.PathBuf.html": "std/path/struct.Path.html",
    "std/ffi/struct.OsString.html": "std/ffi/struct.OsStr.html",
}
"""Types with the methods of the one that they dereference to."""

ITERATOR = "std/iter/trait.Iterator.html"
_FIRST_OF_FAMILY = {f"std/primitive.{family[0]}.html" for family in FAMILIES}
_KINDS = ("struct", "enum", "trait", "fn", "macro", "constant", "static", "type", "union")
_DECLARED = re.compile(r"```rust\n(.*?)```", re.S)
_RETURNED = re.compile(r"->\s*(?:impl\s+|&\s*(?:'\w+\s*)?(?:mut\s+)?)?(\[|\w+)")
_ITERATES = re.compile(r"\biterator\b", re.I)


@dataclass(frozen=True, slots=True)
class StdItems:
    """Items and methods by the ids of their concepts; an item that is shown on several pages has
    one of them for its key."""

    paths: dict[str, str] = field(default_factory=dict)
    """From `std::mem::take`, `std::println!` or `u32` to the key."""
    names: dict[str, str] = field(default_factory=dict)
    """From a key to its path, of a method with its type: `std::vec::Vec::push`."""
    aliases: dict[str, str] = field(default_factory=dict)
    """From each id that is no key to the key."""
    _methods: dict[str, dict[str, str]] = field(default_factory=dict)
    _returned: dict[str, str] = field(default_factory=dict)
    _unique: dict[str, str] = field(default_factory=dict)
    _iterators: set[str] = field(default_factory=set)
    _modules: dict[str, str] = field(default_factory=dict)

    def method(self, page: str, name: str) -> str | None:
        """Return the key of the method `name` that values of the type of `page` have."""
        for owner in (page, _LENDS.get(page), *_family(page)):
            found = self._methods.get(owner or "", {}).get(name)
            if found is not None:
                return found
        return self._methods.get(ITERATOR, {}).get(name) if page in self._iterators else None

    def only(self, name: str) -> str | None:
        """Return the key of the method `name` where a single type or family of types has one."""
        return self._unique.get(name)

    def returned(self, key: str) -> str | None:
        """Return the page of the type that a method or function gives back, if it is std's."""
        page = key.partition("#")[0]
        name = self._returned.get(key, "")
        if name == "Self":
            return page
        if name == "[":
            return "std/primitive.slice.html"
        module = page.rpartition("/")[0].replace("/", "::")
        # What belongs to one type has a module that is called like it: `hash_map`, `str`.
        own = page.removesuffix(".html").rpartition(".")[2].lower()
        for path in (f"{module}::{name}", self._modules.get(own, own) + f"::{name}"):
            if path in self.paths:
                return self.paths[path]
        return self.paths.get(PRELUDE.get(name, name))


def std_items(concepts: Iterable[Concept]) -> StdItems:
    """Return the items among the concepts of an ingested documentation."""
    of_std = [c for c in concepts if c.book == "std" and c.kind in (_ITEM, _METHOD)]
    items = StdItems()
    first: dict[tuple[str, str], str] = {}
    by_page = sorted(of_std, key=lambda c: (c.id.count("/"), c.id))
    for concept in by_page:
        if concept.kind is _ITEM:
            _add_item(items, concept, first)
    owners = defaultdict[str, list[str]](list)
    for concept in by_page:
        if concept.kind is _METHOD:
            _add_method(items, concept, owners)
    items._unique.update({name: keys[0] for name, keys in owners.items() if len(keys) == 1})
    return items


_ITEM, _METHOD = ConceptKind.ITEM, ConceptKind.METHOD


def _add_item(items: StdItems, concept: Concept, first: dict[tuple[str, str], str]) -> None:
    *modules, file = concept.id.removesuffix(".html").split("/")
    kind, _, name = file.rpartition(".")
    if not kind:
        kind, path = "module", "::".join(modules)
        items._modules[modules[-1].replace("_", "")] = path
    elif kind == "primitive":
        path = name
    elif kind in _KINDS:
        path = "::".join((*modules, f"{name}!" if kind == "macro" else name))
    else:
        return
    # The same text under the same name is the same item, shown where it is exported again.
    key = first.setdefault((file, concept.text), concept.id) if kind != "module" else concept.id
    if key != concept.id:
        items.aliases[concept.id] = key
    items.names.setdefault(key, path)
    if kind != "module" or path not in items.paths:
        items.paths[path] = key
    if kind == "struct" and _ITERATES.search(_DECLARED.sub("", concept.text)[:300]):
        items._iterators.add(key)


def _add_method(items: StdItems, concept: Concept, owners: dict[str, list[str]]) -> None:
    page, _, anchor = concept.id.partition("#")
    if page in items.aliases:
        items.aliases[concept.id] = f"{items.aliases[page]}#{anchor}"
        return
    if page not in items.names:
        return
    name = anchor.rpartition(".")[2]
    items.names[concept.id] = f"{items.names[page]}::{name}"
    items._methods.setdefault(page, {}).setdefault(name, concept.id)
    # What is unstable for the first of a family may be stable for others, which have no page then.
    if not concept.unstable or page in _FIRST_OF_FAMILY:
        owners[name].append(concept.id)
    declared = _DECLARED.search(concept.text)
    # Bounds hold arrows too: `where F: FnMut(A) -> B`.
    head = declared[1].partition("where")[0] if declared else ""
    returned = _RETURNED.search(head.rpartition(")")[2])
    if returned:
        items._returned[concept.id] = returned[1]


def _family(page: str) -> tuple[str, ...]:
    """Return the page that shows the methods which a type has in common with others."""
    folder, _, file = page.rpartition("/")
    kind, _, name = file.removesuffix(".html").rpartition(".")
    for family in FAMILIES:
        if name in family and name != family[0]:
            return (f"{folder}/{kind}.{family[0]}.html",)
    return ()
