"""Asks a value the question that `!` or `-` was meant to put."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short_text, suffix, wrap
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import UNSIGNED, split_generic

_ASKS = {
    "Option": ".is_none()",
    "Result": ".is_err()",
    "String": ".is_empty()",
    "&str": ".is_empty()",
    "&'static str": ".is_empty()",
    "str": ".is_empty()",
    "Vec": ".is_empty()",
    "HashMap": ".is_empty()",
    "HashSet": ".is_empty()",
    "BTreeMap": ".is_empty()",
    "VecDeque": ".is_empty()",
}


class AskInsteadOfNot(FixRule):
    """Turns `!option` into `option.is_none()`, `!text` into `text.is_empty()`.

    A float is compared with zero; an unsigned number is negated as a signed one.
    """

    codes: ClassVar = ("E0600",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: Option<u8>) -> bool {\n    !n\n}\n",
            after="pub fn f(n: Option<u8>) -> bool {\n    n.is_none()\n}\n",
        ),
        Example(
            before="pub fn f(s: &str) -> bool {\n    !s\n}\n",
            after="pub fn f(s: &str) -> bool {\n    s.is_empty()\n}\n",
        ),
        Example(
            before="pub fn f(n: u32) -> i64 {\n    -n as i64\n}\n",
            after="pub fn f(n: u32) -> i64 {\n    -i64::from(n) as i64\n}\n",
        ),
    )
    refuses: ClassVar = ("pub struct P;\npub fn f(p: P) -> bool {\n    !p\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"operator `(.)` to type `([^`]+)`", site.diagnostic.message)
        node = ancestor(site.node, "unary_expression")
        value = node.named_children[0] if node is not None and node.named_children else None
        if found is not None and node is None:
            yield from self._in_macro(site, found[1], found[2])
        if found is None or node is None or value is None:
            return
        inner = re.sub(r"^&(?:'\w+ )?(?:mut )?(?!str\b)", "", found[2])
        head = split_generic(inner)[0].rpartition("::")[2]
        ask = _ASKS.get(head)
        gone = Edit.delete(node.start_byte, value.start_byte)
        if found[1] == "!" and ask is not None:
            edits = (gone, *suffix(site.source, span_of(value), ask))
            yield site.candidate(self.id, f"Ask `{short_text(value)}{ask}`", *edits)
        elif found[1] == "!" and re.fullmatch(r"\{?f(?:32|64|loat\})", inner):
            edits = (gone, *suffix(site.source, span_of(value), " == 0.0"))
            yield site.candidate(self.id, f"Compare `{short_text(value)}` with 0", *edits)
        elif found[1] == "-" and inner in UNSIGNED:
            yield from self._negated(site, value, inner)

    def _in_macro(self, site: Site, sign: str, kind: str) -> Iterator[Candidate]:
        """Among a macro's tokens there is no expression, only the text at the span."""
        span = site.diagnostic.span
        ask = _ASKS.get(split_generic(kind.lstrip("&"))[0].rpartition("::")[2]) or _ASKS.get(kind)
        if sign == "!" and ask is not None and site.source.slice(span).startswith("!"):
            value = Span(span.start + 1, span.end)
            edits = (Edit.delete(span.start, value.start), *suffix(site.source, value, ask))
            yield site.candidate(self.id, f"Ask `{site.source.slice(value)}{ask}`", *edits)

    def _negated(self, site: Site, value: Node, kind: str) -> Iterator[Candidate]:
        text = short_text(value)
        if kind in ("u8", "u16", "u32"):
            edits = wrap(span_of(value), "i64::from(", ")")
            yield site.candidate(self.id, f"Negate `{text}` as an `i64`", *edits)
        else:
            bare = text_of(value)
            yield site.candidate(
                self.id,
                f"Negate `{text}` as an `i64`",
                replace_node(value, f"({bare} as i64)"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="`as` turns what does not fit into another number.",
            )
        node = value.parent
        if node is not None:
            yield site.candidate(
                self.id,
                f"Negate `{text}` with wrap-around",
                Edit.delete(node.start_byte, value.start_byte),
                *suffix(site.source, span_of(value), ".wrapping_neg()"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="The result is a very large number, never a negative one.",
            )
