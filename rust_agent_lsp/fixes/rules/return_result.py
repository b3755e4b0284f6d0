"""Lets a function return what `?` needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, functions_named
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.returns import returned, tail_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import split_generic

_BOXED = "Box<dyn std::error::Error>"


class ReturnResult(FixRule):
    """Changes the return type so that `?` can be used, and wraps the values in `Ok` or `Some`.

    An error type that `?` cannot convert becomes `Box<dyn std::error::Error>`. Callers get the
    wrapped value and must handle it; one that returns nothing that `?` could use calls
    `.unwrap()`, which stops the program where there was a failure.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let n: i32 = "4".parse()?;
    println!("{n}");
}
""",
            after="""\
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n: i32 = "4".parse()?;
    println!("{n}");
    Ok(())
}
""",
        ),
        Example(
            before="""\
fn first(v: &[i32]) -> i32 {
    let n = v.first()?;
    n + 1
}
fn main() {
    let _ = first(&[1]);
}
""",
            after="""\
fn first(v: &[i32]) -> Option<i32> {
    let n = v.first()?;
    Some(n + 1)
}
fn main() {
    let _ = first(&[1]);
}
""",
        ),
        Example(
            before="""\
fn read(text: &str) -> Result<i32, std::num::ParseFloatError> {
    let n = text.parse::<i32>()?;
    Ok(n)
}
fn main() {
    let _ = read("1");
}
""",
            after="""\
fn read(text: &str) -> Result<i32, Box<dyn std::error::Error>> {
    let n = text.parse::<i32>()?;
    Ok(n)
}
fn main() {
    let _ = read("1");
}
""",
        ),
        Example(
            before="""\
fn read(text: &str) -> i32 {
    let n: i32 = text.parse()?;
    n + 1
}
fn main() {
    let n = read("1");
    println!("{n}");
}
""",
            after="""\
fn read(text: &str) -> Result<i32, Box<dyn std::error::Error>> {
    let n: i32 = text.parse()?;
    Ok(n + 1)
}
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n = read("1")?;
    println!("{n}");
    Ok(())
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn show<T>(v: T) {\n    println!("{v}");\n}\nfn main() {\n    show(1);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "closure_expression")
        if function is None or function.type != "function_item":
            return
        name = function.child_by_field_name("name")
        if name is None:
            return
        message = site.diagnostic.message
        if message.startswith("`?` couldn't convert the error"):
            yield from self._error_type(site, function, text_of(name))
        elif message.startswith("the `?` operator can only be used"):
            for wrapped, maker in (("Result<{}, " + _BOXED + ">", "Ok"), ("Option<{}>", "Some")):
                edits = _wrapped(site, function, wrapped, maker)
                edits += _callers(site, function, maker) if edits else []
                if edits and not (text_of(name) == "main" and maker == "Some"):
                    title = f"Let `{text_of(name)}` return `{maker}(…)`, so that `?` can be used"
                    panics = any(edit.text == ".unwrap()" for edit in edits)
                    yield site.candidate(
                        self.id,
                        title,
                        *edits,
                        safety=Safety.CHANGES_BEHAVIOUR if panics else Safety.API_CHANGE,
                        cost="Its callers stop the program where it fails." if panics else "",
                    )

    def _error_type(self, site: Site, function: Node, name: str) -> Iterator[Candidate]:
        kind = function.child_by_field_name("return_type")
        arguments = kind.child_by_field_name("type_arguments") if kind else None
        if arguments is not None and len(arguments.named_children) == 2:
            yield site.candidate(
                self.id,
                f"Let `{name}` return any error, as `{_BOXED}`",
                replace_node(arguments.named_children[1], _BOXED),
                safety=Safety.API_CHANGE,
            )


def _callers(site: Site, function: Node, maker: str) -> list[Edit]:
    """Return the edits that hand the failure on where the function is called; [] for `Option`."""
    name = function.child_by_field_name("name")
    if maker != "Ok" or name is None or len(functions_named(site.source, text_of(name))) != 1:
        return []
    edits: list[Edit] = []
    changed: list[Node] = []
    for call in calls_of(site.source, text_of(name)):
        around = ancestor(call.node, "function_item", "closure_expression", "async_block")
        parent = call.node.parent
        if around is None or around == function or call.node.type != "call_expression":
            continue
        kind = around.child_by_field_name("return_type")
        word = around.child_by_field_name("name")
        is_statement = parent is not None and parent.type == "expression_statement"
        if is_statement or (parent is not None and text_of(parent).startswith("let _ =")):
            continue
        edits.append(Edit.insert(call.node.end_byte, ".unwrap()"))
        if kind is not None and split_generic(text_of(kind))[0] == "Result":
            edits[-1] = Edit.insert(call.node.end_byte, "?")
        elif kind is None and word is not None and text_of(word) == "main":
            made = _wrapped(site, around, "Result<{}, " + _BOXED + ">", "Ok")
            if made:
                edits[-1] = Edit.insert(call.node.end_byte, "?")
                edits += made if around not in changed else []
                changed.append(around)
    return edits


def _wrapped(site: Site, function: Node, wrapped: str, maker: str) -> list[Edit]:
    """Return the edits that wrap the return type and every returned value; [] if not possible."""
    kind = function.child_by_field_name("return_type")
    listed = function.child_by_field_name("parameters")
    body = function.child_by_field_name("body")
    if listed is None or body is None:
        return []
    old = text_of(kind) if kind else "()"
    if split_generic(old)[0] in ("Option", "Result") or re.search(r"\breturn;", text_of(body)):
        return []
    edits = [Edit.insert(listed.end_byte, f" -> {wrapped.format('()')}")]
    if kind is not None:
        edits = [replace_node(kind, wrapped.format(old))]
    for value in returned(function) if kind is not None else ():
        edits += wrap(span_of(value), f"{maker}(", ")")
    if kind is None:
        last = statements(body)[-1:]
        end = last[0].end_byte if last else body.start_byte + 1
        indent = site.source.indent_at(last[0].start_byte) if last else "    "
        tail = tail_of(body)
        mark = (
            ";" if tail is not None and tail.type in ("call_expression", "try_expression") else ""
        )
        between = f"\n{indent}" if b"\n" in (body.text or b"") else " "
        edits.append(Edit.insert(end, f"{mark}{between}{maker}(())"))
    return edits
