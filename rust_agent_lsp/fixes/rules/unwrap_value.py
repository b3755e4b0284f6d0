"""Takes the value out of an `Option` or `Result`, stopping the program where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import functions_named, self_parameter
from rust_agent_lsp.syntax.expressions import exact_node, short, suffix
from rust_agent_lsp.syntax.names import binding_of, make_mutable
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain, referent, split_generic

_HELD = re.compile(r"(?:enum|type|on) `&?(?:'\w+ )?(?:mut )?(?:\w+::)*(Option|Result)<")


class UnwrapValue(FixRule):
    """Calls `.unwrap()` on the value, or where the variable gets it, or `?` where that can be used.

    `.unwrap()` stops the program where there is no value.
    """

    codes: ClassVar = ("E0308", "E0599", "E0609")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let n: i32 = "4".parse();\n    println!("{n}");\n}\n',
            after='fn main() {\n    let n: i32 = "4".parse().unwrap();\n    println!("{n}");\n}\n',
            code="E0308",
        ),
        Example(
            before="pub struct Account(i64);\nimpl Account {\n"
            "    pub fn open(n: i64) -> Result<Account, String> {\n        Ok(Account(n))\n    }\n"
            "    pub fn deposit(&mut self, n: i64) {\n        self.0 += n;\n    }\n}\nfn main() {\n"
            "    let account = Account::open(3);\n    account.deposit(4);\n"
            "    account.deposit(5);\n"
            "}\n",
            after="pub struct Account(i64);\nimpl Account {\n"
            "    pub fn open(n: i64) -> Result<Account, String> {\n        Ok(Account(n))\n    }\n"
            "    pub fn deposit(&mut self, n: i64) {\n        self.0 += n;\n    }\n}\nfn main() {\n"
            "    let mut account = Account::open(3).unwrap();\n    account.deposit(4);\n"
            "    account.deposit(5);\n}\n",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: Option<u8>) -> Option<u16> {\n    n\n}\n",
        "pub fn f(n: Option<u8>) {\n    n.nothing();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0308":
            yield from self._mismatch(site)
            return
        held = _HELD.search(site.diagnostic.message)
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        if held is None or value is None:
            return
        if site.diagnostic.code == "E0599" and not site.match(r"exists on the type"):
            return
        binding = binding_of(value, text_of(value)) if value.type == "identifier" else None
        made = binding.value if binding is not None else None
        if binding is not None and made is not None and made.type == "call_expression":
            call = "?" if _may_return(made, held[1]) else ".unwrap()"
            edits = list(suffix(site.source, span_of(made), call))
            if _changes_self(site):
                edits += make_mutable(value)
            yield self._candidate(site, span_of(made), edits, call)
        elif not _may_return(value, held[1]):
            edits = list(suffix(site.source, span_of(value), ".unwrap()"))
            yield self._candidate(site, span_of(value), edits, ".unwrap()")

    def _mismatch(self, site: Site) -> Iterator[Candidate]:
        types = expected_found(site)
        node = exact_node(site.source, site.diagnostic.span)
        if types is None or node is None or "pattern" in node.type or node.type == "block":
            return
        wanted, found = plain(types[0]), plain(types[1])
        head, inside = split_generic(found)
        if head not in ("Option", "Result") or not inside or _may_return(node, head):
            return
        if split_generic(wanted)[0] in ("Option", "Result") or wanted in ("()", "bool"):
            return
        call = ".unwrap()"
        if referent(inside[0]) == wanted:
            call = f".{'copied' if wanted in NUMBERS else 'cloned'}(){call}"
        elif inside[0] != wanted and not re.search(r"\{|\b_\b", f"{inside[0]} {wanted}"):
            return
        if head == "Result" and call != ".unwrap()":
            return
        edits = list(suffix(site.source, site.diagnostic.span, call))
        yield self._candidate(site, site.diagnostic.span, edits, call)

    def _candidate(self, site: Site, span: Span, edits: list[Edit], call: str) -> Candidate:
        cost = "Stops the program where there is no value."
        if call == "?":
            cost = "Returns from the function where there is no value."
        title = f"Take the value out of `{short(site.source.slice(span))}` with `{call}`"
        return site.candidate(self.id, title, *edits, safety=self.safety, cost=cost)


def _may_return(node: Node, kind: str) -> bool:
    """Say whether `?` on an `Option` or `Result` can be used at `node`."""
    function = ancestor(node, "function_item", "closure_expression")
    result = function.child_by_field_name("return_type") if function is not None else None
    return result is not None and split_generic(plain(text_of(result)))[0] == kind


def _changes_self(site: Site) -> bool:
    told = re.search(r"no method named `(\w+)`", site.diagnostic.message)
    found = functions_named(site.source, told[1]) if told is not None else []
    takers = [taker for f in found if (taker := self_parameter(f)) is not None]
    return any("mut" in text_of(taker).split() or "&mut" in text_of(taker) for taker in takers)
