"""Takes the items out of a collection where the loop's body uses them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of, make_mutable
from rust_agent_lsp.syntax.tree import text_of

_LENT = re.compile(r"&(?:mut )?(?P<a>[\w.]+)|(?P<b>[\w.]+)\.iter(?:_mut)?\(\)")


class ConsumeCollection(FixRule):
    """Turns `for x in &v` into `for x in v` or `for x in v.drain(..)`.

    With `drain` the collection stays and is empty after the loop.
    """

    codes: ClassVar = ("E0507",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::thread::JoinHandle;\npub fn f(handles: Vec<JoinHandle<()>>) {\n"
            "    for h in handles.iter() {\n        h.join().unwrap();\n    }\n}\n",
            after="use std::thread::JoinHandle;\npub fn f(handles: Vec<JoinHandle<()>>) {\n"
            "    for h in handles {\n        h.join().unwrap();\n    }\n}\n",
        ),
        Example(
            before="use std::thread::JoinHandle;\npub struct Pool {\n"
            "    workers: Vec<JoinHandle<()>>,\n}\nimpl Drop for Pool {\n"
            "    fn drop(&mut self) {\n        for worker in &mut self.workers {\n"
            "            worker.join().unwrap();\n        }\n    }\n}\n",
            after="use std::thread::JoinHandle;\npub struct Pool {\n"
            "    workers: Vec<JoinHandle<()>>,\n}\nimpl Drop for Pool {\n"
            "    fn drop(&mut self) {\n        for worker in self.workers.drain(..) {\n"
            "            worker.join().unwrap();\n        }\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct A {\n    name: String,\n}\npub fn f(a: &A) -> String {\n    a.name\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(
            r"`\*?(\w+)[^`]*`,? which is behind a (?:shared|mutable)", site.diagnostic.message
        )
        binding = binding_of(site.node, found[1]) if found is not None else None
        if binding is None or binding.holder.type != "for_expression":
            return
        value = binding.holder.child_by_field_name("value")
        lent = _LENT.fullmatch(text_of(value)) if value is not None else None
        if value is None or lent is None:
            return
        name = lent["a"] or lent["b"]
        if "." not in name:
            yield site.candidate(
                self.id,
                f"Use up `{short(name)}` in the loop",
                replace_node(value, name),
                safety=Safety.SAFE,
            )
        root = next((n for n in (value, *value.named_children) if text_of(n) == name), None)
        mutable = make_mutable(root, name) if root is not None and "." not in name else []
        yield site.candidate(
            self.id,
            f"Take each `{binding.name}` out of `{short(name)}`",
            replace_node(value, f"{name}.drain(..)"),
            *mutable,
            safety=self.safety,
            cost=f"Leaves `{short(name)}` empty.",
        )
