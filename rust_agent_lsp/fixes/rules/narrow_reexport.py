"""Makes a re-export no more public than the thing that it passes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class NarrowReexport(FixRule):
    """Replaces `pub use` by `pub(crate) use`; code outside the crate loses the name."""

    codes: ClassVar = ("E0364", "E0365")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="mod a {\n    pub(crate) fn go() {}\n}\npub use a::go;\n",
            after="mod a {\n    pub(crate) fn go() {}\n}\npub(crate) use a::go;\n",
            code="E0364",
        ),
        Example(
            before="mod a {\n    pub fn go() {}\n}\npub use a as tools;\npub fn f() {\n"
            "    tools::go();\n}\n",
            after="mod a {\n    pub fn go() {}\n}\npub(crate) use a as tools;\npub fn f() {\n"
            "    tools::go();\n}\n",
            code="E0365",
        ),
    )
    refuses: ClassVar = (
        "mod a {\n    pub(crate) fn go() {}\n}\nmacro_rules! share {\n    ($p:path) => {\n"
        "        pub use $p;\n    };\n}\nshare!(a::go);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        use = site.enclosing("use_declaration")
        words = [c for c in use.children if c.type == "visibility_modifier"] if use else []
        if words and text_of(words[0]) == "pub":
            yield site.candidate(
                self.id,
                "Re-export it inside the crate only, with `pub(crate) use`",
                replace_node(words[0], "pub(crate)"),
                safety=self.safety,
                cost="Code outside the crate cannot use the name.",
            )
