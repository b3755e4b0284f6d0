"""Writes `&mut T` or `mut name: T` for a type that is written `mut T`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.expressions import short


class BorrowMutParameter(FixRule):
    """Adds the `&` that `mut` before a type belongs to, or moves `mut` to the name.

    How the function is called tells which: with `&mut x`, or with the value.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn fill(v: mut Vec<u8>) {\n    v.push(1);\n}\n",
            after="pub fn fill(v: &mut Vec<u8>) {\n    v.push(1);\n}\n",
        ),
        Example(
            before="pub fn fill(v: mut Vec<u8>) -> Vec<u8> {\n    v.push(1);\n    v\n}\n",
            after="pub fn fill(mut v: Vec<u8>) -> Vec<u8> {\n    v.push(1);\n    v\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn fill(v: mut) {\n    v.push(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        if site.diagnostic.message != "expected type, found keyword `mut`":
            return
        before = source.text[max(0, span.start - 400) : span.start].decode(errors="replace")
        after = source.text[span.end : span.end + 4000].decode(errors="replace")
        kind = re.match(
            r"\s+((?:\w+::)*[\w\[(][^=;{}|]*?)\s*(?=[,;=|{]|\)\s*(?:->|\{|where|;|,|>))", after
        )
        if kind is None:
            return
        shown = short(kind[1].strip(), 30)
        borrow = site.candidate(
            self.id, f"Write `&mut {shown}`", Edit.insert(span.start, "&"), safety=Safety.SAFE
        )
        name = re.search(r"(?<!\w)([a-z_]\w*)\s*:\s*$", before)
        if name is None:
            yield borrow
            return
        body = after[after.find("{") :]
        body = body[: end.start()] if (end := re.search(r"^\}", body, re.M)) else body
        function = re.findall(r"\bfn\s+(\w+)", before)
        calls = rf"\b{function[-1]}\([^;]*&mut\b" if function else r"(?!)"
        whole = source.text.decode(errors="replace")
        borrowed = re.search(calls, whole) or re.search(rf"(?:^|[({{;=,\s])\*{name[1]}\b", body)
        returned = re.search(rf"(?:\breturn\s+|[;}}]\s*|\()\b{name[1]}\b\s*(?:;|\)|\}}|$)", body)
        owned = not borrowed and (returned is not None or not is_changed(name[1], body))
        at = span.start - len(before[name.start() :].encode())
        begin, end_mut = span.start, span.end + len(after) - len(after.lstrip())
        own = site.candidate(
            self.id,
            f"Write `mut {name[1]}: {shown}`",
            Edit.insert(at, "mut "),
            Edit.delete(begin, end_mut),
            safety=Safety.SAFE if owned else Safety.CHANGES_BEHAVIOUR,
        )
        yield from (own, borrow) if owned else (borrow, own)
