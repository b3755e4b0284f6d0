"""Chooses what stands in the holes of a template: the user's names where they fit, else defaults.

The compiler has the last word, so there are several choices, from the boldest to the defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from rust_agent_lsp.matching.choice import Choice, Known, fresh
from rust_agent_lsp.matching.hole_fields import list_value, named_items, split_required, usual_type
from rust_agent_lsp.matching.hole_numbers import fits, number_value
from rust_agent_lsp.matching.wish import PRIMITIVES, STD_TYPES, Wish, is_name
from rust_agent_lsp.model.pattern import HOLE, Hole, HoleKind, Pattern, items, recase

_TYPES = ("struct", "enum", "union", "type")
_DECLARED = r"\b(struct|enum|union|trait|type|fn|const|static|mod|macro_rules!)\s+⟨{}(?:\|\w+)?⟩"
# What a description says of any code at all: no name for a type.
_VAGUE = frozenset(
    re.findall(
        r"\w+",
        "rust program library crate type struct value project app application function future "
        "closure collection scope form thread test tests loop task c trait file line lines "
        "list number string text code item items service scene module",
    )
)
_CRATES = frozenset(("test", "std", "core", "alloc", "proc_macro", "main", "lib", "build"))


def choices(pattern: Pattern, wish: Wish, known: Known) -> list[Choice]:
    """Return ways to fill a pattern's holes, what takes most from the description first."""
    found: list[Choice] = []
    for make in (_boldest, _bold, _careful, _named, _plain):
        choice = make(_Filler(pattern, wish, known))
        if choice not in found:
            found.append(choice)
    return found


def _boldest(filler: _Filler) -> Choice:
    return _bold(filler, any_type=True)


def _bold(filler: _Filler, *, any_type: bool = False) -> Choice:
    filler.lists()
    filler.adopt()
    filler.name()
    filler.use_types(any_type=any_type)
    filler.fields(typed=True)
    filler.numbers()
    return filler.done()


def _careful(filler: _Filler) -> Choice:
    filler.lists()
    filler.name()
    filler.fields(typed=False)
    filler.numbers()
    return filler.done()


def _named(filler: _Filler) -> Choice:
    filler.lists()
    filler.name()
    filler.values = {n: v for n, v in filler.values.items() if n in filler.declared}
    return filler.done()


def _plain(filler: _Filler) -> Choice:
    return filler.done()


class _Filler:
    def __init__(self, pattern: Pattern, wish: Wish, known: Known) -> None:
        self.pattern = pattern
        self.wish = wish
        self.known = known
        self.text = "\n".join(file.text for file in pattern.template)
        self.values: dict[str, str] = {}
        self.adopted: set[str] = set()

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The names that the template has by itself."""
        return frozenset(re.findall(r"\w+", HOLE.sub(" ", self.text)))

    @cached_property
    def declared(self) -> dict[str, str]:
        """The holes that name something new, with the keyword of its declaration."""
        found = {}
        for hole in self.pattern.holes:
            words = re.findall(_DECLARED.format(hole.name), self.text)
            if words:
                found[hole.name] = words[0]
        return found

    def main(self) -> Hole | None:
        """Return the hole of the type that all is about, else of the trait."""
        for wanted in (_TYPES, ("trait",)):
            for hole in self.pattern.holes:
                if self.declared.get(hole.name) in wanted:
                    return hole
        return None

    def lists(self) -> None:
        """Fill the lists of names."""
        for hole in self.pattern.holes:
            if hole.kind is HoleKind.IDENT_LIST and (value := named_items(self.wish.text, hole)):
                self.values[hole.name] = value

    def adopt(self) -> None:
        """Put a struct of the file in the place of the one that the template declares."""
        main = self.main()
        existing = [name for name in self.wish.types if name in self.known.structs]
        if main is None or not existing or self.declared[main.name] != "struct":
            return
        hole = re.escape(f"⟨{main.name}⟩")
        if re.search(rf"{hole}\w|impl\b[^{{]* for {hole}", self.text):
            self.values[main.name] = existing[0]
            self.adopted.add(existing[0])

    def name(self) -> None:
        """Give what the template declares the names of the description."""
        listed = set(re.findall(r"\w+", " ".join(self.values.values()))) - self.adopted
        for name in self.wish.types:
            if name in listed:
                continue
            hole = self._beside(name) or self._next_declared(name)
            if hole is not None and name not in self.values.values():
                self.values[hole.name] = name
        for name in self.wish.called:
            self._call(name)
        main = self.main()
        if main is not None and main.name not in self.values and self.wish.subject:
            name = self._suffixed(main, self.wish.subject)
            if self._is_free(name) and not _VAGUE & set(recase(name, "snake").split("_")):
                self.values[main.name] = name

    def use_types(self, *, any_type: bool) -> None:
        """Put named types where the template uses a type that it does not declare, numbers only
        for numbers unless it may be `any_type`."""
        free = [
            hole
            for hole in self.pattern.holes
            if hole.kind is HoleKind.TYPE
            and hole.name not in self.declared
            and hole.name not in self.values
            and not hole.name.startswith("required")
        ]
        own = [
            name
            for name in self.wish.types
            if name in self.known.types and name not in self.values.values()
        ]
        for kind in (*own, *self.wish.builtin):
            hole = next((h for h in free if any_type or fits(kind, h.default)), None)
            if hole is not None:
                free.remove(hole)
                self.values[hole.name] = kind
        inner = next((h for h in free if h.name == "inner"), None)
        main = self.main()
        named = self.values.get(main.name, "") if main is not None else ""
        if any_type and inner is not None and (kind := usual_type(recase(named, "snake"))):
            self.values[inner.name] = kind

    def fields(self, *, typed: bool) -> None:
        """Fill lists of fields."""
        lists = [hole for hole in self.pattern.holes if hole.kind is HoleKind.FIELD_LIST]
        structs = [self.known.structs[name] for name in self.adopted]
        given = split_required(self.wish, structs[0] if structs else ())
        names = {hole.name for hole in self.pattern.holes}
        left = list(given.required)
        if "required" in names and left and not any(h.name == "required" for h in lists):
            name, kind = left.pop(0)
            if self._is_word(name):
                self.values["required"] = name
                if kind and (typed or kind in PRIMITIVES):
                    self.values["required_type"] = kind
        for hole in lists:
            if hole.name == "required":
                value, left = list_value(left, hole, typed=typed), []
            else:
                value, left = list_value([*left, *given.others], hole, typed=typed), []
                given = split_required(self.wish, ()) if value else given
            if value:
                self.values[hole.name] = value

    def numbers(self) -> None:
        """Fill in numbers and addresses."""
        for hole in self.pattern.holes:
            if value := number_value(hole, self.wish):
                self.values[hole.name] = value

    def done(self) -> Choice:
        """Return the values, defaults for all other holes, and no name twice in the file."""
        changed = dict(self._renamed())
        for hole in self.pattern.holes:
            value = self.values.get(hole.name)
            if value is None and hole.name in changed:
                value = changed[hole.name]
            elif value is None:
                value = self._default(hole, changed)
            self.values[hole.name] = value
        return Choice(dict(self.values), frozenset(self.adopted))

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Yield the new name of each hole that names something, where it is not the default."""
        for hole in self.pattern.holes:
            value = self.values.get(hole.name, hole.default)
            if hole.name in self.declared and value not in self.adopted:
                value = fresh(value, self.known.taken)
                self.values[hole.name] = value
            if value != hole.default and is_name(hole.default) and len(hole.default) > 1:
                yield hole.name, value

    def _default(self, hole: Hole, changed: Mapping[str, str]) -> str:
        """Return a hole's default, which may speak of another hole by its default."""
        value = hole.default
        if hole.kind is HoleKind.IDENT and hole.name not in self.declared:
            return self._of_list(value)
        if hole.kind in (HoleKind.EXPR, HoleKind.PATH, HoleKind.TYPE, HoleKind.FIELD_LIST):
            for other in self.pattern.holes:
                if other.name in changed and other.name in self.declared:
                    value = re.sub(rf"\b{other.default}\b", changed[other.name], value)
        return value

    def _of_list(self, default: str) -> str:
        """Return the item of a changed list that stands where `default` stood in the old one."""
        for hole in self.pattern.holes:
            if hole.kind is HoleKind.IDENT_LIST and hole.name in self.values:
                old = [item["item"] for item in items(hole.default)]
                new = [item["item"] for item in items(self.values[hole.name])]
                if default in old and default not in new:
                    return new[old.index(default) % len(new)]
        return default

    def _beside(self, name: str) -> Hole | None:
        """Return the hole that the word beside a name means: `trait Exporter`, `a User entity`."""
        found = re.search(rf"([\w-]*)\W+\b{name}\b\W*([\w-]*)", " " + self.wish.text)
        near = {word.lower() for word in found.groups()} if found else set()
        near |= {recase(name, "snake")}
        for hole in self.pattern.holes:
            word = self.declared.get(hole.name)
            is_type = hole.kind in (HoleKind.TYPE, HoleKind.TRAIT) or word == "trait"
            if hole.name in self.values or not is_type:
                continue
            wanted = {hole.name} | ({"trait"} if word == "trait" else set())
            fits = self._is_free(name) if word else name in self.known.types
            if wanted & near and fits:
                return hole
        return None

    def _next_declared(self, name: str) -> Hole | None:
        main = self.main()
        order = [main] if main is not None else []
        order += [h for h in self.pattern.holes if self.declared.get(h.name) in _TYPES]
        free = (hole for hole in order if hole.name not in self.values)
        return next(free, None) if self._is_free(name) else None

    def _call(self, name: str) -> None:
        """Use a name that was given outright, for the crate, the function or the type."""
        names = {hole.name for hole in self.pattern.holes}
        snake, pascal = recase(name, "snake"), recase(name, "pascal")
        known = {d.name.replace("-", "_") for d in self.pattern.dependencies} | _CRATES
        if "crate" in names and name == name.lower() and snake not in known and is_name(snake):
            default = next(h.default for h in self.pattern.holes if h.name == "crate")
            self.values["crate"] = name if "-" in default and "-" in name else snake
            return
        if name in self.values.values() or pascal in self.values.values():
            return
        functions = [h for h in self.pattern.holes if self.declared.get(h.name) == "fn"]
        main = self.main()
        if name == name.lower() and functions and functions[0].name not in self.values:
            if self._is_word(snake) and snake not in self.known.taken:
                self.values[functions[0].name] = snake
        elif main is not None and main.name not in self.values and self._is_free(pascal):
            self.values[main.name] = pascal

    def _suffixed(self, hole: Hole, subject: str) -> str:
        """Return a thing's name with the kind that the default ends with: `EmailError`."""
        ending = recase(hole.name, "pascal")
        fits = hole.default.endswith(ending) and hole.default != ending
        return subject + ending if fits and not subject.endswith(ending) else subject

    def _is_free(self, name: str) -> bool:
        return self._is_word(name) and name not in self.known.taken | STD_TYPES | PRIMITIVES

    def _is_word(self, name: str) -> bool:
        return is_name(name) and name not in self.own_words
