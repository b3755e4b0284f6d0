"""Names a type that the compiler cannot work out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.gathered import Meant, meant_by
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of
from rust_agent_lsp.syntax.types import NUMBERS, split_generic

_GENERIC_CALLS = ("collect", "parse", "sum", "product")
_LAST_CALL = re.compile(r"\.(collect|parse|sum|product)\(\)([^()]*(?:\(.*\))?)$")


class AnnotateType(FixRule):
    """Writes the type at the `let`, or in a turbofish, guessed from the call and its surroundings.

    `collect` becomes what later calls, imports and names speak for, else a `Vec<_>`, or a `String`
    for characters; `parse` an `i32` where nothing tells more, which may not be what was meant.
    """

    codes: ClassVar = ("E0282", "E0283", "E0284")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let v = vec![1, 2];
    let doubled = v.iter().map(|n| n * 2).collect();
    println!("{doubled:?}");
}
""",
            after="""\
fn main() {
    let v = vec![1, 2];
    let doubled: Vec<_> = v.iter().map(|n| n * 2).collect();
    println!("{doubled:?}");
}
""",
            code="E0283",
        ),
        Example(
            before="""\
fn main() {
    let n = "5".parse().unwrap();
    println!("{n}");
}
""",
            after="""\
fn main() {
    let n: i32 = "5".parse().unwrap();
    println!("{n}");
}
""",
            code="E0284",
        ),
        Example(
            before="""\
fn main() {
    let v: Vec<u64> = vec![1];
    println!("{}", v.iter().sum() > 3);
}
""",
            after="""\
fn main() {
    let v: Vec<u64> = vec![1];
    println!("{}", v.iter().sum::<u64>() > 3);
}
""",
            code="E0283",
        ),
        Example(
            before='fn main() {\n    let v = Vec::new();\n    println!("{}", v.len());\n}\n',
            after="""\
fn main() {
    let v: Vec<i32> = Vec::new();
    println!("{}", v.len());
}
""",
            code="E0282",
        ),
        Example(
            before="""\
pub fn longest(words: &[&str]) -> Result<usize, std::num::ParseIntError> {
    let numbers = words.iter().map(|w| w.parse::<usize>()).collect()?;
    Ok(Vec::len(&numbers))
}
""",
            after="""\
pub fn longest(words: &[&str]) -> Result<usize, std::num::ParseIntError> {
    let numbers = words.iter().map(|w| w.parse::<usize>()).collect::<Result<Vec<_>, _>>()?;
    Ok(Vec::len(&numbers))
}
""",
            code="E0283",
        ),
        Example(
            before="use std::collections::HashSet;\npub fn different(words: &[&str]) -> usize {\n"
            "    let found = words.iter().collect();\n    found.len()\n}\n",
            after="use std::collections::HashSet;\npub fn different(words: &[&str]) -> usize {\n"
            "    let found: HashSet<_> = words.iter().collect();\n    found.len()\n}\n",
            code="E0282",
        ),
    )
    refuses: ClassVar = (
        """\
struct Id(u32);
impl From<Id> for u32 {
    fn from(id: Id) -> u32 {
        id.0
    }
}
fn main() {
    let n = Id(1).into() + 1u32;
    println!("{n}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        tried = _tried_collection(site)
        if tried is not None:
            at = site.diagnostic.span.end
            title = f"Say `collect::<{tried}>`"
            yield self._write(site, title, at, f"::<{tried}>", Meant(tried, sure=True))
        let = ancestor(site.node, "let_declaration")
        pattern = let.child_by_field_name("pattern") if let else None
        value = let.child_by_field_name("value") if let else None
        simple = (
            let is not None
            and let.child_by_field_name("type") is None
            and pattern is not None
            and pattern.type == "identifier"
            and value is not None
        )
        if simple and pattern is not None and value is not None:
            in_pattern = pattern.start_byte <= site.diagnostic.span.start < pattern.end_byte
            own = in_pattern or _is_outermost(site, value)
            for meant in _types_of(site, value, bound=pattern) if own else ():
                title = f"Say that `{text_of(pattern)}` is `{meant.kind}`"
                yield self._write(site, title, pattern.end_byte, f": {meant.kind}", meant)
            if in_pattern:
                return
        name, at = site.source.slice(site.diagnostic.span), site.diagnostic.span.end
        whole = ancestor(site.node, "call_expression", "token_tree")
        if name in _GENERIC_CALLS and whole is not None:
            for meant in _types_of(site, whole, name):
                title = f"Say `{name}::<{meant.kind}>`"
                yield self._write(site, title, at, f"::<{meant.kind}>", meant)
        else:
            yield from self._path(site)

    def _path(self, site: Site) -> Iterator[Candidate]:
        """`None` or `Foo::new()` with nothing to tell its parameter."""
        text = site.source.slice(site.diagnostic.span)
        if text == "None":
            at = site.diagnostic.span.end
            guess = Meant("i32", sure=False)
            yield self._write(site, "Say `None::<i32>`", at, "::<i32>", guess)

    def _write(self, site: Site, title: str, at: int, text: str, meant: Meant) -> Candidate:
        edits = [Edit.insert(at, text)]
        if meant.path is not None:
            edits.append(insert_use(site.source, site.node, meant.path))
        return site.candidate(
            self.id,
            title,
            *edits,
            safety=Safety.SAFE if meant.sure else Safety.GUESS,
            cost="" if meant.sure else "The type is a guess.",
        )


def _tried_collection(site: Site) -> str | None:
    """Return the type of a `collect()` with `?` behind it: what is collected are results."""
    call = ancestor(site.node, "call_expression")
    outer = call.parent if call is not None else None
    if outer is None or outer.type != "try_expression":
        return None
    if site.source.slice(site.diagnostic.span) != "collect":
        return None
    function = ancestor(outer, "function_item", "closure_expression")
    kind = function.child_by_field_name("return_type") if function is not None else None
    optional = kind is not None and text_of(kind).startswith("Option<")
    return "Option<Vec<_>>" if optional else "Result<Vec<_>, _>"


def _is_outermost(site: Site, value: Node) -> bool:
    """Say whether the primary span belongs to the call that gives the whole value."""
    return site.diagnostic.span.end >= value.end_byte - len("()?.unwrap()")


def _types_of(
    site: Site, value: Node, name: str = "", bound: Node | None = None
) -> Iterator[Meant]:
    """Yield the types that `value` may have, the likeliest first.

    `name` is the method whose own parameter is asked for; else the value's type is, which is
    `bound` to a variable.
    """
    text = text_of(value)
    headed = re.search(r"type annotations needed for `([^`]+)`", site.diagnostic.message)
    last = _LAST_CALL.search(text)
    after = last[2] if last else ""
    turbofish = bool(name)
    name = name or (last[1] if last else "")
    result = not turbofish and "?" not in after and "unwrap" not in after and "expect" not in after
    if name == "collect":
        if re.search(r"\.chars\(\)(?!.*\bsplit|.*\bmap\(\|\w+\| \w+\.)", text):
            yield Meant("String", sure=True)
        yield from meant_by(site.source, value, bound)
    elif name in ("sum", "product"):
        item = _item_type(site, value)
        yield Meant(item or "i32", sure=item is not None)
        yield Meant("f64", sure=False)
    elif name == "parse":
        yield Meant("Result<i32, _>" if result else "i32", sure=False)
        yield Meant("Result<f64, _>" if result else "f64", sure=False)
    elif headed is not None and "_" in headed[1]:
        head, arguments = split_generic(headed[1])
        guesses = [
            "String" if head.endswith("Map") and at == 0 else "i32" for at in range(len(arguments))
        ]
        kinds = [
            g if a == "_" or a.startswith("/*") else a
            for a, g in zip(arguments, guesses, strict=True)
        ]
        if kinds and not re.search(r"[/*{@]", "".join(kinds)):
            yield Meant(f"{head}<{', '.join(kinds)}>", sure=False)


def _item_type(site: Site, value: Node) -> str | None:
    """Return the number type of the items that `value` sums up, if its source names it."""
    literal = re.search(r"\d(?:\.\d+)?_?([iuf](?:\d+|size))\b", text_of(value))
    if literal is not None:
        return literal[1]
    mapped = re.search(r"\.map\(\|[^|]*\|(.*)", text_of(value), re.S)
    if mapped is not None:
        cast = re.search(r"\bas ([iuf](?:\d+|size))\b", mapped[1])
        held = cast[1] if cast is not None else _field_type(site, mapped[1])
        if held is not None:
            return held
    for name in descendants(value, "identifier"):
        binding = binding_of(name, text_of(name))
        kind = binding.type if binding is not None else None
        found = re.search(r"\b([iuf](?:\d+|size))\b", text_of(kind)) if kind else None
        if found is not None and found[1] in NUMBERS:
            return found[1]
    return "f64" if re.search(r"(?<![\w.])\d+\.\d", text_of(value)) else None


def _field_type(site: Site, text: str) -> str | None:
    """Return the number type of the first field in `text`, if every struct agrees on it."""
    for name in re.findall(r"\w\.([a-z_]\w*)\b(?!\s*[(:])", text):
        kinds = {
            text_of(kind)
            for struct in descendants(site.source.tree.root_node, "field_declaration")
            if (own := struct.child_by_field_name("name")) is not None and text_of(own) == name
            if (kind := struct.child_by_field_name("type")) is not None
        }
        if len(kinds) == 1 and kinds <= set(NUMBERS):
            return kinds.pop()
    return None
