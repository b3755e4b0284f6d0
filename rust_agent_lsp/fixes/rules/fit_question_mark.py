"""Makes an `Option` a `Result` or the reverse before `?`, as the function returns the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name, tuple_fields, variants
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_ABSENT = re.compile(r"Missing|NotFound|None|No[A-Z]|Empty|Absent|Unknown|Invalid|Bad|Parse|Other")


class FitQuestionMark(FixRule):
    """Writes `.ok_or(…)?` on an `Option` in a function that returns a `Result`, else `.ok()?`.

    The text of the new error is made from the expression; `.ok()` drops the reason of a failure.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(line: &str) -> Result<&str, String> {\n"
            "    let word = line.split(' ').next()?;\n    Ok(word)\n}\n",
            after="pub fn f(line: &str) -> Result<&str, String> {\n"
            "    let word = line.split(' ').next().ok_or(\"`next` found nothing\")?;\n"
            "    Ok(word)\n}\n",
        ),
        Example(
            before="pub enum Fault {\n    Missing,\n    Late,\n}\n"
            "pub fn f(all: &[u8]) -> Result<u8, Fault> {\n    Ok(*all.first()?)\n}\n",
            after="pub enum Fault {\n    Missing,\n    Late,\n}\n"
            "pub fn f(all: &[u8]) -> Result<u8, Fault> {\n"
            "    Ok(*all.first().ok_or(Fault::Missing)?)\n}\n",
        ),
        Example(
            before="pub fn f(word: &str) -> Option<u8> {\n    let n: u8 = word.parse()?;\n"
            "    Some(n)\n}\n",
            after="pub fn f(word: &str) -> Option<u8> {\n    let n: u8 = word.parse().ok()?;\n"
            "    Some(n)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Fault;\npub fn f(word: &str) -> Result<u8, Fault> {\n"
        "    let n = word.parse::<u8>()?;\n    Ok(n)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"`\?` operator can only be used on `(Result|Option)`s, not `(Result|Option)`s",
            site.diagnostic.message,
        )
        tried = ancestor(site.node, "try_expression")
        if told is None or tried is None or not tried.named_children:
            return
        value = tried.named_children[0]
        text = short(text_of(value))
        if told[1] == "Option":
            yield site.candidate(
                self.id,
                f"Give nothing when `{text}` fails, with `.ok()`",
                Edit.insert(value.end_byte, ".ok()"),
                safety=self.safety,
                cost="The reason of the failure is lost.",
            )
            return
        for error, safety in _errors(site, tried, value):
            yield site.candidate(
                self.id,
                f"Fail with `{error}` when `{text}` gives nothing",
                Edit.insert(value.end_byte, f".ok_or({error})"),
                safety=safety,
                cost="The error is made up from the expression.",
            )


def _errors(site: Site, tried: Node, value: Node) -> Iterator[tuple[str, Safety]]:
    """Yield expressions that `?` turns into the function's error, the likeliest first."""
    function = ancestor(tried, "function_item", "closure_expression", "async_block")
    kind = function.child_by_field_name("return_type") if function is not None else None
    if kind is None:
        return
    head, inside = split_generic(text_of(kind))
    message = f'"{_message(value)}"'
    if head.endswith("io::Result"):
        yield (
            f"std::io::Error::new(std::io::ErrorKind::NotFound, {message})",
            FitQuestionMark.safety,
        )
        return
    wanted = plain(inside[1]) if len(inside) == 2 else ""
    if wanted in ("String", "&str") or wanted.startswith("Box<dyn ") or head == "anyhow::Result":
        yield message, FitQuestionMark.safety
        return
    item = find_item(site, wanted, "type") if wanted else None
    if item is None:
        return
    if item.node.type != "enum_item":
        if tuple_fields(item.node) == ["String"]:
            yield f"{item.name}({message}.to_string())", FitQuestionMark.safety
        elif item.node.child_by_field_name("body") is None:
            yield item.name, FitQuestionMark.safety
        return
    ranked = sorted(variants(item.node), key=lambda v: not _ABSENT.search(node_name(v)))
    for variant in ranked[:3]:
        fields = tuple_fields(variant)
        safety = FitQuestionMark.safety if _ABSENT.search(node_name(variant)) else Safety.GUESS
        if variant.child_by_field_name("body") is None:
            yield f"{item.name}::{node_name(variant)}", safety
        elif fields == ["String"]:
            yield f"{item.name}::{node_name(variant)}({message}.to_string())", safety


def _message(value: Node) -> str:
    """Say in words what gave nothing, without quotes and braces."""
    texts = [text_of(n) for n in descendants(value, "string_content")]
    fields = [text_of(n) for n in descendants(value, "field_identifier")]
    if texts and re.fullmatch(r"[\w .-]+", texts[-1]):
        return f"{texts[-1]} is missing"
    name = (
        fields[-1] if fields else next((text_of(n) for n in descendants(value, "identifier")), "")
    )
    return f"`{name}` found nothing"
