"""Says what happens when the pattern of a `let` does not match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.arms import function_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, text_of


class AddLetElse(FixRule):
    """Adds `else { return … }` (or `continue` in a loop) to a `let` whose pattern can fail.

    The function ends early in the case that the pattern leaves out.
    """

    codes: ClassVar = ("E0005",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn show(name: Option<&str>) {\n    let Some(n) = name;\n"
            '    println!("{n}");\n}\n',
            after="pub fn show(name: Option<&str>) {\n    let Some(n) = name else { return };\n"
            '    println!("{n}");\n}\n',
        ),
        Example(
            before="pub fn half(word: &str) -> Option<u8> {\n    let Ok(n) = word.parse::<u8>();\n"
            "    Some(n / 2)\n}\n",
            after="pub fn half(word: &str) -> Option<u8> {\n"
            "    let Ok(n) = word.parse::<u8>() else { return None };\n    Some(n / 2)\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(Some(x): Option<u8>) -> u8 {\n    x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        host = site.enclosing("let_declaration", "parameter", "for_expression")
        if host is None or host.type != "let_declaration":
            return
        value = host.child_by_field_name("value")
        if value is None or host.child_by_field_name("alternative") is not None:
            return
        space = "" if value.type not in ("block", "struct_expression") else " "
        for leave in _ways(site, host.start_byte):
            yield site.candidate(
                self.id,
                f"Leave with `{leave}` when the pattern does not match",
                Edit.insert(value.end_byte, f"{space} else {{ {leave} }}".replace("  ", " ")),
                safety=self.safety,
                cost=f"`{leave}` runs in the case that the pattern leaves out.",
            )


def _ways(site: Site, before: int) -> Iterator[str]:
    for outer in ancestors(site.node):
        if outer.type in ("function_item", "closure_expression", "async_block"):
            break
        if outer.type in ("for_expression", "while_expression", "loop_expression"):
            yield "continue"
            break
    kind = function_type(site.node)
    if kind == "":
        yield "return"
    elif kind:
        plain = plain_value(site, kind)
        named = re.match(r"(?:\w+::)*Result<", kind)
        if plain is not None and not named:
            yield f"return {plain}"
        if named and re.search(r"(?:dyn (?:\w+::)*Error|String)", kind):
            yield f'return Err("{_sentence(site)}".into())'


def _sentence(site: Site) -> str:
    host = site.enclosing("let_declaration")
    value = host.child_by_field_name("value") if host is not None else None
    words = text_of(value) if value is not None else "the value"
    return re.sub(r'["\\\n]', "'", words) + " does not match"
