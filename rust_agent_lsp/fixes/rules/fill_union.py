"""Gives a union the one field that it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import text_of


class FillUnion(FixRule):
    """Keeps one of several fields, the last first, as it would overwrite the others.

    Where there is none, the first field gets a plain value, which is a guess.
    """

    codes: ClassVar = ("E0784",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub union Word {\n    all: u16,\n    parts: [u8; 2],\n}\npub fn f() -> Word {\n"
            "    Word { all: 1, parts: [2, 3] }\n}\n",
            after="pub union Word {\n    all: u16,\n    parts: [u8; 2],\n}\npub fn f() -> Word {\n"
            "    Word { parts: [2, 3] }\n}\n",
        ),
        Example(
            before="pub union W {\n    all: u16,\n}\npub fn f() -> W {\n    W {}\n}\n",
            after="pub union W {\n    all: u16,\n}\npub fn f() -> W {\n    W { all: 0 }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub union Word {\n    all: u16,\n}\npub fn f(w: Word) -> Word {\n    Word { ..w }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        made = site.enclosing("struct_expression")
        name = made.child_by_field_name("name") if made is not None else None
        body = made.child_by_field_name("body") if made is not None else None
        if made is None or name is None or body is None:
            return
        given = [n for n in body.named_children if n.type.endswith("_initializer")]
        if any(n.type == "base_field_initializer" for n in given):
            return
        for part in reversed(given):
            field = part.child_by_field_name("field") or part
            yield site.candidate(
                self.id,
                f"Set only `{text_of(field)}`",
                replace_node(body, f"{{ {text_of(part)} }}"),
                safety=self.safety,
                cost="The fields of a union share one place.",
            )
        item = find_item(site, text_of(name), "type")
        fields = named_fields(item.node) if item is not None and not given else {}
        for field_name, kind in fields.items():
            value = plain_value(site, kind)
            if value is not None:
                yield site.candidate(
                    self.id,
                    f"Make the `{short_text(name)}` from `{field_name}: {value}`",
                    replace_node(body, f"{{ {field_name}: {value} }}"),
                    safety=Safety.GUESS,
                    cost=f"`{value}` is a guess.",
                )
