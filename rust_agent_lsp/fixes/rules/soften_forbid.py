"""Lets a lint be allowed in places where it is forbidden as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of


class SoftenForbid(FixRule):
    """Writes `deny` for `forbid`, so that an inner `allow` or `warn` counts.

    Other code of the crate may then allow the lint as well.
    """

    codes: ClassVar = ("E0453",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#![forbid(non_snake_case)]\n#[allow(non_snake_case)]\npub fn f() {\n"
            "    let MyNumber = 2;\n    let _ = MyNumber;\n}\n",
            after="#![deny(non_snake_case)]\n#[allow(non_snake_case)]\npub fn f() {\n"
            "    let MyNumber = 2;\n    let _ = MyNumber;\n}\n",
        ),
    )
    refuses: ClassVar = ("#![forbid(unsafe_code)]\n#[allow(unsafe_code)]\npub fn f() {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"`forbid` level set here")
        attribute = ancestor(site.node_of(label), "attribute") if label is not None else None
        word = attribute.named_children[0] if attribute is not None else None
        lint = site.source.slice(site.diagnostic.span)
        # Who forbids `unsafe` wants it to be impossible.
        if attribute is None or word is None or text_of(word) != "forbid" or "unsafe" in lint:
            return
        yield site.candidate(
            self.id,
            f"Deny `{lint}` instead of forbidding it",
            replace_node(word, "deny"),
            safety=self.safety,
            cost="Other places may allow the lint too.",
        )
