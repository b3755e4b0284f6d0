"""Makes an associated function a method when its body uses `self`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name, takes_self
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of

_CHANGES = re.compile(
    r"\bself(?:\.\w+)+\s*(?:\[[^\]]*\]\s*)?(?:[-+*/%&|^]|<<|>>)?=(?!=)|&mut\s+self\b"
    r"|\bself(?:\.\w+)*\.(?:push|push_str|insert|remove|clear|pop|extend|sort|iter_mut)\("
)


class AddSelfParameter(FixRule):
    """Adds `&self`, or `&mut self` where the body changes it; callers by path see the change."""

    codes: ClassVar = ("E0424",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    x: u8,\n}\nimpl P {\n    pub fn twice() -> u8 {\n"
            "        self.x * 2\n    }\n}\n",
            after="pub struct P {\n    x: u8,\n}\nimpl P {\n    pub fn twice(&self) -> u8 {\n"
            "        self.x * 2\n    }\n}\n",
        ),
        Example(
            before="pub struct P {\n    x: u8,\n}\nimpl P {\n    pub fn set(value: u8) {\n"
            "        self.x = value;\n    }\n}\n",
            after="pub struct P {\n    x: u8,\n}\nimpl P {\n"
            "    pub fn set(&mut self, value: u8) {\n"
            "        self.x = value;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    self.x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        if function is None or takes_self(function) or not function.parent:
            return
        host = function.parent.parent
        parameters = function.child_by_field_name("parameters")
        if host is None or host.type not in ("impl_item", "trait_item") or parameters is None:
            return
        if ancestor(site.node, "use_declaration"):
            return
        receivers = ["&self", "&mut self", "self"]
        if _CHANGES.search(text_of(function)):
            receivers = ["&mut self", "self"]
        comma = ", " if parameters.named_children else ""
        for receiver in receivers:
            yield site.candidate(
                self.id,
                f"Give `{node_name(function)}` the parameter `{receiver}`",
                Edit.insert(parameters.start_byte + 1, receiver + comma),
                safety=self.safety,
                cost=f"`{node_name(function)}` is called on a value from now on.",
            )
