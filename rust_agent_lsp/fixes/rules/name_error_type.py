"""Completes a `Result` that names no error type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ANY = "Box<dyn std::error::Error>"


class NameErrorType(FixRule):
    """Writes the type of the function's `Err(…)` values, or `Box<dyn std::error::Error>` for any.

    The boxed error takes whatever `?` meets in the function.
    """

    codes: ClassVar = ("E0107",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn half(n: u32) -> Result<u32> {\n    if n % 2 == 1 {\n"
            '        return Err("odd".to_string());\n    }\n    Ok(n / 2)\n}\n',
            after="pub fn half(n: u32) -> Result<u32, String> {\n    if n % 2 == 1 {\n"
            '        return Err("odd".to_string());\n    }\n    Ok(n / 2)\n}\n',
        ),
        Example(
            before="pub fn read(text: &str) -> Result<u32> {\n    let n = text.parse()?;\n"
            "    Ok(n)\n}\n",
            after="pub fn read(text: &str) -> Result<u32, Box<dyn std::error::Error>> {\n"
            "    let n = text.parse()?;\n    Ok(n)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::collections::HashMap;\npub fn f() -> HashMap<u8> {\n    HashMap::new()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = ancestor(site.node, "generic_type")
        given = kind.child_by_field_name("type_arguments") if kind is not None else None
        function = ancestor(site.node, "function_item")
        body = function.child_by_field_name("body") if function is not None else None
        if kind is None or given is None or body is None or len(given.named_children) != 1:
            return
        if text_of(kind).partition("<")[0] not in ("Result", "std::result::Result"):
            return
        if kind.start_byte >= body.start_byte:
            return
        for error in dict.fromkeys([*_errors(site, body), _ANY]):
            yield site.candidate(
                self.id,
                f"Say that the error is `{error}`",
                insert_after(given.named_children[0], f", {error}"),
                safety=Safety.CHANGES_BEHAVIOUR if error == _ANY else Safety.SAFE,
                cost="The error is put on the heap." if error == _ANY else "",
            )


def _errors(site: Site, body: Node) -> Iterator[str]:
    """Yield the types of what stands in `Err(…)`."""
    for call in descendants(body, "call_expression"):
        function = call.child_by_field_name("function")
        arguments = call.child_by_field_name("arguments")
        if function is None or arguments is None or text_of(function) != "Err":
            continue
        for value in arguments.named_children[:1]:
            path = text_of(value).split("(")[0].split("{")[0].strip()
            if value.type != "macro_invocation" and "::" in path and path[:1].isupper():
                yield path.rpartition("::")[0]
            found = value_type(site.source, value)
            if found is not None:
                yield found
