"""The shapes of designs: builders, typestate builders, lists side by side, enums that dispatch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.items import Struct
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.matching.patterns.traits import typestate_of
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_ENDS = ("build", "finish", "done", "create", "construct", "make", "spawn", "open")


def _builder(code: Code) -> Found:
    for struct, setters, end, fails in _builders(code):
        score = 0.5 + 0.15 * min(len(setters), 2) + 0.1 * struct.name.endswith("Builder")
        if score >= 0.6 and (end or struct.name.endswith("Builder")):
            said = (
                f"`{struct.name}` collects `{setters[0]}` and others, and `{end}` makes the rest."
            )
            yield min(score, 0.88) - 0.02 * fails, struct.span, said


def _validating_builder(code: Code) -> Found:
    for struct, _setters, end, fails in _builders(code):
        if fails:
            yield 0.85, struct.span, f"`{end}` of `{struct.name}` checks what was set."


def _builders(code: Code) -> Iterator[tuple[Struct, list[str], str, bool]]:
    """Yield the builders: struct, methods that set, the method that ends, whether it may fail."""
    for struct in code.items.structs.values():
        methods = [m for i in code.items.of(struct.name) if not i.trait for m in i.methods]
        if not struct.name.endswith("Builder") and not any(_is_end(m.name) for m in methods):
            continue
        own = rf"(?:&(?:'\w+)?\s*mut\s+)?(?:Self|{struct.name}\b.*)"
        setters = [
            m.name
            for m in methods
            if m.receiver in ("self", "mut self", "&mut self") and re.fullmatch(own, m.returns)
        ]
        ends = [
            m
            for m in methods
            if m.receiver in ("self", "mut self", "&self", "&mut self")
            and m.returns
            and not re.fullmatch(own, m.returns)
            and (_is_end(m.name) or (m.receiver == "self" and struct.name.endswith("Builder")))
        ]
        if setters and ends and struct.fields:
            fails = bool(re.match(r"(?:\w+::)*(?:Result|Option)\b", ends[0].returns))
            yield struct, setters, ends[0].name, fails


def _is_end(name: str) -> bool:
    return name in _ENDS or name.startswith("build")


def _typestate_builder(code: Code) -> Found:
    for struct in code.items.structs.values():
        for score, _ in typestate_of(code, struct):
            methods = [m for i in code.items.of(struct.name) for m in i.methods]
            ends = [m.name for m in methods if _is_end(m.name)]
            if ends or struct.name.endswith("Builder"):
                said = f"`{struct.name}` can only be ended when all that it needs was given."
                yield min(score + 0.15, 0.97), struct.span, said


def _side_by_side(code: Code) -> Found:
    for struct in code.items.structs.values():
        lists = [f for f in struct.fields if re.match(r"Vec\s*<\s*(?!Option\b|Box\b|Rc\b)", f.type)]
        plain = [f for f in lists if re.match(r"Vec\s*<\s*[iuf]\d+\s*>|Vec\s*<\s*bool", f.type)]
        if len(lists) >= 3 and len(lists) >= len(struct.fields) - 1:
            yield 0.8, struct.span, f"`{struct.name}` keeps each field of its items in a list."
        elif len(plain) >= 2 and len(lists) >= len(struct.fields) - 1:
            yield 0.7, struct.span, f"`{struct.name}` keeps each field of its items in a list."


_ENUM = re.compile(r"\benum\s+(\w+)")
_MATCH = re.compile(r"^\{\s*match\s+\*?\s*&?\s*self\b")


def _enum_dispatch(code: Code) -> Found:
    for span in code.places("enum"):
        text = code.of(span)
        head = _ENUM.search(text)
        if head is None or len(re.findall(r"\w\s*[({]", text[head.end() :])) < 2:
            continue
        methods = [m for i in code.items.of(head[1]) if not i.trait for m in i.methods]
        if any(_MATCH.match(m.body) and m.receiver in ("&self", "&mut self") for m in methods):
            yield 0.68, span, f"The methods of `{head[1]}` ask which case it is."


SHAPES = (
    Shape("builder", _builder, "struct impl self"),
    Shape("builder-validation", _validating_builder, "struct impl Result|Option"),
    Shape("typestate-builder", _typestate_builder, "struct impl"),
    Shape("struct-of-arrays", _side_by_side, "struct Vec"),
    Shape("data-oriented-design", _side_by_side, "struct Vec"),
    Shape("enum-dispatch", _enum_dispatch, "enum match self"),
)
