"""The shapes of the patterns around traits and types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.items import Impl, Struct
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
STD_TYPE = (
    r"(?:str|String|bool|char|[iuf]\d+|[iu]size|Vec|Option|Result|HashMap|BTreeMap|HashSet|Path"
    r"|PathBuf|Duration|Iterator|Rc|Arc|Box)\b"
)
_FOREIGN = {"Display", "Debug", "FromStr", "Iterator", "Serialize", "Deserialize", "Default", "Add"}
_STD_BOX = re.compile(r"^(?:&|\[|\()|^(?:\w+::)*(?:Vec|HashMap|BTreeMap|HashSet|Option|Arc|Rc)\b")
_LINEAR = re.compile(r"^(?:[A-Z]|PhantomData)")


def _newtype(code: Code) -> Found:
    for struct in code.items.structs.values():
        if not struct.is_tuple or len(struct.fields) != 1 or "PhantomData" in struct.fields[0].type:
            continue
        inner, impls = struct.fields[0], code.items.of(struct.name)
        if inner.type == "()":
            continue
        score = 0.45 if inner.is_public else 0.6
        score += 0.1 * bool(re.search(r"\brepr\s*\(\s*transparent", struct.attributes))
        score += 0.1 * bool(re.search(r"derive\s*\([^)]*(?:PartialEq|Copy|Ord)", struct.attributes))
        score += 0.15 * any(not impl.trait for impl in impls)
        score += 0.15 * any(impl.trait for impl in impls) + 0.05 * (not struct.parameters)
        if any(impl.trait in ("Iterator", "Drop", "Future") for impl in impls):
            score -= 0.3
        said = f"`{struct.name}` gives a `{inner.type}` a type of its own."
        yield min(score, 0.95), struct.span, said


def _orphan(code: Code) -> Found:
    for struct in code.items.structs.values():
        if struct.is_tuple and len(struct.fields) == 1 and _STD_BOX.match(struct.fields[0].type):
            for impl in code.items.of(struct.name):
                if impl.trait in _FOREIGN:
                    said = (
                        f"`{struct.name}` wraps `{struct.fields[0].type}` so that `{impl.trait}` "
                        "can be implemented for it."
                    )
                    yield 0.9, struct.span, said
                    break


def _typestate(code: Code) -> Found:
    for struct in code.items.structs.values():
        yield from ((s, struct.span, said) for s, said in typestate_of(code, struct))


def typestate_of(code: Code, struct: Struct) -> Iterator[tuple[float, str]]:
    """Yield how far a struct is a typestate, with the states: at most one."""
    if not struct.parameters:
        return
    concrete = [
        impl
        for impl in code.items.of(struct.name)
        if not impl.trait and any(_is_state(code, a, impl) for a in impl.arguments)
    ]
    states = {a for impl in concrete for a in impl.arguments if _is_state(code, a, impl)}
    moves = [
        method
        for impl in code.items.of(struct.name)
        for method in impl.methods
        if method.receiver in ("self", "mut self")
        and re.search(rf"\b{struct.name}\s*<", method.returns)
        and f"<{', '.join(impl.arguments)}>" not in method.returns
    ]
    if not concrete or not moves:
        return
    score = 0.5 + 0.15 * (len(concrete) > 1) + 0.2 + 0.1 * (len(states) > 1)
    yield score, f"The states of `{struct.name}` are types: {', '.join(sorted(states))}."


def _is_state(code: Code, argument: str, impl: Impl) -> bool:
    name = re.match(r"\w+", argument)
    if name is None or re.search(rf"\b{name[0]}\b", impl.generics):
        return False
    own = re.search(rf"\b(?:struct|enum)\s+{name[0]}\b", code.text)
    return bool(own) or name[0] in ("String", "Some", "PathBuf", "Duration")


def _deref(code: Code) -> Found:
    for impl in code.items.impls:
        struct = code.items.structs.get(impl.type)
        if impl.trait != "Deref" or struct is None or struct.is_tuple or struct.parameters:
            continue
        target = re.search(r"type\s+Target\s*=\s*(\w+)\s*;", code.of(impl.span))
        if target and target[1] in code.items.structs and target[1] != struct.name:
            said = f"`{struct.name}` uses `Deref` to inherit the methods of `{target[1]}`."
            yield 0.85, impl.span, said


def _one_type(code: Code) -> Found:
    for found in re.finditer(r"\btrait\s+(\w+)", code.text):
        name = found[1]
        impls = [impl for impl in code.items.impls if impl.trait == name]
        if len(impls) == 1 and impls[0].type in (f"{name}Impl", f"Default{name}", f"Real{name}"):
            said = f"`{impls[0].type}` is the only type that implements `{name}`."
            yield 0.8, Span(found.start(), found.end()), said


def _bound_on_struct(code: Code) -> Found:
    for struct in code.items.structs.values():
        text = code.of(struct.span)
        head, _, body = text.partition("{")
        for found in re.finditer(r"[<,]\s*(\w+)\s*:\s*(?!')((?:\w+::)*(\w+))", head):
            if found[3] in ("Iterator", "IntoIterator", "FnOnce", "Fn", "FnMut", "Future", "Sized"):
                continue
            used = re.search(rf"\b{found[1]}\s*(?:::|as\b)", body) or "Drop for" in code.text
            if not used and found[1] in struct.parameters and f"const {found[1]}" not in head:
                said = f"`{struct.name}` asks for `{found[3]}` before a method needs it."
                yield 0.7, struct.span, said
                break


_GETTERS = r"fn\s+(?:get_)?{0}\s*\(\s*&\s*self\s*\)\s*->[^{{]*\{{\s*(?:&\s*)?self\s*\.\s*{0}\b"
_SETTER = re.compile(
    r"fn\s+set_(\w+)\s*\(\s*&\s*mut\s+self\s*,[^)]*\)\s*\{\s*self\s*\.\s*\1\s*=\s*\w+\s*;?\s*\}"
)


def _accessors(code: Code) -> Found:
    for impl in code.items.impls:
        text = code.of(impl.span)
        setters = _SETTER.findall(text)
        pairs = [f for f in setters if re.search(_GETTERS.format(re.escape(f)), text)]
        if len(setters) >= 2 and pairs and len(setters) * 2 >= len(impl.methods) - len(pairs) - 1:
            said = f"`{impl.type}` lets everybody read and write `{setters[0]}` by methods."
            yield 0.75, impl.span, said


SHAPES = (
    Shape("newtype", _newtype, "struct"),
    Shape("orphan-rule-newtype", _orphan, "struct impl"),
    Shape("typestate", _typestate, "struct impl"),
    Shape("deref-polymorphism", _deref, "Deref", bad=True),
    Shape("trait-per-struct", _one_type, "trait impl", bad=True),
    Shape("trait-for-one-type", _one_type, "trait impl", bad=True),
    Shape("bound-on-struct", _bound_on_struct, "struct", bad=True),
    Shape("getter-setter-everywhere", _accessors, "impl", bad=True),
)
