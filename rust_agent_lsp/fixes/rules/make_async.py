"""Makes the function or closure around an `await` asynchronous."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class MakeAsync(FixRule):
    """Adds `async` to the innermost function or closure; its callers have to await it.

    Also to a method of an impl whose trait declares it so.
    """

    codes: ClassVar = ("E0728", "")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub async fn one() -> u8 {\n    1\n}\npub fn two() -> u8 {\n"
            "    one().await * 2\n}\n",
            after="pub async fn one() -> u8 {\n    1\n}\npub async fn two() -> u8 {\n"
            "    one().await * 2\n}\n",
        ),
        Example(
            before="pub async fn one() -> u8 {\n    1\n}\npub async fn two() {\n"
            "    let go = || one().await;\n    go().await;\n}\n",
            after="pub async fn one() -> u8 {\n    1\n}\npub async fn two() {\n"
            "    let go = async || one().await;\n    go().await;\n}\n",
        ),
        Example(
            before="trait Load {\n    async fn load(&self) -> u8;\n}\nimpl Load for u8 {\n"
            "    fn load(&self) -> u8 {\n        *self\n    }\n}\n",
            after="trait Load {\n    async fn load(&self) -> u8;\n}\nimpl Load for u8 {\n"
            "    async fn load(&self) -> u8 {\n        *self\n    }\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = ("async fn one() -> u8 {\n    1\n}\nfn main() {\n    one().await;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        host = site.enclosing("function_item", "closure_expression")
        if host is None:
            return
        message = site.diagnostic.message
        if site.diagnostic.code is None and not message.startswith("method should be `async`"):
            return
        if host.type == "closure_expression":
            yield site.candidate(
                self.id,
                "Make the closure `async`",
                insert_before(host, "async "),
                safety=self.safety,
                cost="A call of the closure gives a future, which has to be awaited.",
            )
            return
        name = node_name(host)
        if name == "main":
            return
        words = [c for c in host.children if c.type in ("fn", "function_modifiers")]
        yield site.candidate(
            self.id,
            f"Make `{name}` an `async fn`",
            Edit.insert(words[0].start_byte, "async "),
            safety=self.safety,
            cost=f"Whoever calls `{name}` has to await it.",
        )
