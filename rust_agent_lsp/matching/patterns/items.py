"""Structs with their impl blocks and methods, which the shapes of several patterns rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rust_agent_lsp.model.text import Span

_VISIBLE = re.compile(r"^(?:#\[[^\]]*\]\s*)*(pub(?:\s*\([^)]*\))?\s+)?")
_GENERICS = r"(?P<generics><(?:->|[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>)?"
_STRUCT = re.compile(rf"\bstruct\s+(?P<name>\w+)\s*{_GENERICS}[^({{;]*(?P<open>[({{;])")
_PATH = r"(?:[\w:]+\s*::\s*)*"
_IMPL = re.compile(
    rf"\bimpl\s*{_GENERICS}\s*(?P<trait>!?{_PATH}\w+\s*(?:<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>)?"
    r"\s+for\s+)?(?P<type>[^{]*?)\s*(?:\bwhere\b[^{]*)?\{"
)
_FN = re.compile(rf"\bfn\s+(?P<name>\w+)\s*{_GENERICS}\s*\(")
_OPEN, _CLOSE = "([{<", ")]}>"


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `name` is empty in a tuple struct."""

    name: str
    type: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Struct:
    """A struct; `attributes` is the text before it, `parameters` its type parameters."""

    name: str
    span: Span
    attributes: str
    parameters: tuple[str, ...]
    fields: tuple[Field, ...]
    is_tuple: bool


@dataclass(frozen=True, slots=True)
class Method:
    """A function of an impl block; `returns` is empty where it gives nothing back."""

    name: str
    parameters: tuple[str, ...]
    returns: str
    body: str
    span: Span

    @property
    def receiver(self) -> str:
        """`self`, `mut self`, `&self`, `&mut self`, or nothing."""
        first = re.sub(r"'\w+\s*", "", self.parameters[0]) if self.parameters else ""
        return " ".join(first.split()) if re.search(r"\bself\b", first) else ""


@dataclass(frozen=True, slots=True)
class Impl:
    """An impl block: `trait` without its path and arguments, `arguments` those of the type."""

    generics: str
    trait: str
    type: str
    arguments: tuple[str, ...]
    methods: tuple[Method, ...]
    span: Span


class Items:
    """What the structs and impl blocks of a text are."""

    def __init__(
        self, text: str, structs: Sequence[Span], impls: Sequence[Span], fns: Sequence[Span]
    ) -> None:
        self._text = text
        self._places = structs, impls, fns

    @cached_property
    def structs(self) -> dict[str, Struct]:
        """The structs by name."""
        found = (self._struct(span) for span in self._places[0])
        return {struct.name: struct for struct in found if struct}

    @cached_property
    def impls(self) -> list[Impl]:
        """The impl blocks, in source order."""
        return [impl for span in self._places[1] if (impl := self._impl(span))]

    def of(self, name: str) -> list[Impl]:
        """Return the impl blocks of a type."""
        return [impl for impl in self.impls if impl.type == name]

    @cached_property
    def functions(self) -> list[Method]:
        """All functions, methods included."""
        return [fn for span in self._places[2] if (fn := self._method(span))]

    def _struct(self, span: Span) -> Struct | None:
        text = self._text[span.start : span.end]
        head = _STRUCT.search(text)
        if head is None:
            return None
        inside = text[head.end() : text.rfind(")" if head["open"] == "(" else "}")]
        fields = () if head["open"] == ";" else tuple(map(_field, parts(inside)))
        return Struct(
            head["name"],
            span,
            text[: head.start()],
            tuple(_parameter(p) for p in parts((head["generics"] or "<>")[1:-1]) if p[0] != "'"),
            fields,
            head["open"] == "(",
        )

    def _impl(self, span: Span) -> Impl | None:
        text = self._text[span.start : span.end]
        head = _IMPL.search(text)
        if head is None:
            return None
        trait = re.sub(r"<.*", "", (head["trait"] or "").rpartition(" for")[0], flags=re.S)
        name, arguments = _type(head["type"])
        inside = (fn for fn in self._places[2] if span.contains(fn))
        methods = tuple(m for fn in inside if (m := self._method(fn)))
        short = trait.strip().rpartition("::")[2].strip()
        return Impl(head["generics"] or "", short, name, arguments, methods, span)

    def _method(self, span: Span) -> Method | None:
        text = self._text[span.start : span.end]
        head = _FN.search(text)
        if head is None:
            return None
        end = closing(text, head.end() - 1)
        body = text.find("{", end)
        said = text[end + 1 : body].partition("->")[2]
        returns = " ".join(re.split(r"\bwhere\b", said)[0].split())
        return Method(
            head["name"], tuple(parts(text[head.end() : end])), returns, text[body:], span
        )


def _field(text: str) -> Field:
    visible = _VISIBLE.match(text)
    rest = text[visible.end() :] if visible else text
    name, colon, kind = rest.partition(":")
    if not colon or kind.startswith(":") or not re.fullmatch(r"\w+\s*", name):
        name, kind = "", rest
    return Field(name.strip(), kind.strip(), bool(visible and visible[1]))


def _parameter(text: str) -> str:
    return text.removeprefix("const ").partition(":")[0].partition("=")[0].strip()


def _type(text: str) -> tuple[str, tuple[str, ...]]:
    name, angle, rest = text.strip().partition("<")
    arguments = tuple(parts(rest.rpartition(">")[0])) if angle else ()
    return name.strip().rpartition("::")[2].strip(), arguments


def parts(text: str) -> Iterator[str]:
    """Yield what the commas of the outermost level part."""
    depth, start, text = 0, 0, text.replace("->", "  ")
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
        elif character == "," and depth == 0:
            if part := text[start:at].strip():
                yield part
            start = at + 1
    if part := text[start:].strip():
        yield part


def closing(text: str, at: int) -> int:
    """Return where the bracket at `at` is closed; the end of the text where it is not."""
    depth = 0
    for place in range(at, len(text)):
        if text[place] in "([{":
            depth += 1
        elif text[place] in ")]}":
            depth -= 1
            if depth == 0:
                return place
    return len(text)
