"""Keeps a cast of a trait object's pointer from promising more than is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.casts import cast_at
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class KeepAutoTraits(FixRule):
    """Adds `Send` and the like to the type of the pointer itself, or drops it from the cast."""

    codes: ClassVar = ("E0804",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::any::Any;\npub fn f() -> *const (dyn Any + Send) {\n"
            "    let p: *const dyn Any = &1;\n    p as *const (dyn Any + Send)\n}\n",
            after="use std::any::Any;\npub fn f() -> *const (dyn Any + Send) {\n"
            "    let p: *const (dyn Any + Send) = &1;\n    p as *const (dyn Any + Send)\n}\n",
        ),
        Example(
            before="pub trait Go {}\npub fn f(p: *mut dyn Go) -> *mut (dyn Go + Send + Sync) {\n"
            "    p as _\n}\n",
            after="pub trait Go {}\npub fn f(p: *mut (dyn Go + Send + Sync)) "
            "-> *mut (dyn Go + Send + Sync) {\n    p as _\n}\n",
        ),
        Example(
            before="use std::any::Any;\npub fn f(p: *const dyn Any) -> bool {\n"
            "    (p as *const (dyn Any + Send)).is_null()\n}\n",
            after="use std::any::Any;\npub fn f(p: *const dyn Any) -> bool {\n"
            "    (p as *const dyn Any).is_null()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::any::Any;\npub fn p() -> *const dyn Any {\n    &1\n}\n"
        "pub fn f() -> *const (dyn Any + Send) {\n    p() as _\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"cannot add auto traits? (.+) to dyn bound", site.diagnostic.message)
        cast = cast_at(site)
        value = cast.child_by_field_name("value") if cast is not None else None
        target = cast.child_by_field_name("type") if cast is not None else None
        if told is None or cast is None or value is None or target is None:
            return
        extra = re.findall(r"`(\w+)`", told[1])
        binding = binding_of(value, text_of(value)) if value.type == "identifier" else None
        kind = binding.type if binding is not None else None
        new = _with(kind, extra) if kind is not None else None
        if kind is not None and new is not None and binding is not None:
            yield site.candidate(
                self.id,
                f"Declare `{binding.name}` as `{short(new)}`",
                replace_node(kind, new),
                safety=self.safety if binding.holder.type == "parameter" else Safety.SAFE,
            )
        names = "|".join(extra)
        bare = re.sub(rf"\s*\+\s*(?:[\w:]+::)?(?:{names})\b", "", text_of(target))
        bare = re.sub(r"\((dyn [^+()]+)\)", r"\1", bare)
        if bare != text_of(target) and ancestor(cast, "token_tree") is None:
            title = f"Cast to `{short(bare)}`"
            yield site.candidate(self.id, title, replace_node(target, bare), safety=self.safety)


def _with(kind: Node, extra: list[str]) -> str | None:
    """Return the pointer type with the `extra` traits, or None where it is none."""
    found = re.fullmatch(r"(\*(?:const|mut)\s+)\(?(dyn .+?)\)?", text_of(kind), re.S)
    if found is None or found[2].count("(") != found[2].count(")"):
        return None
    return f"{found[1]}({' + '.join([found[2], *extra])})"
