"""Names the file that a module has, or writes the module in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import modules_of, node_name
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import span_of

_ROOTS = ("main", "lib", "mod", "build")


class InlineModule(FixRule):
    """Renames `mod x;` to a file that is there under a similar name, or makes it `mod x {}`.

    The empty module compiles as long as nothing of it is used; its items are still to be written.
    """

    codes: ClassVar = ("E0583",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="mod settings;\n\nfn main() {}\n",
            after="mod settings {}\n\nfn main() {}\n",
        ),
    )
    refuses: ClassVar = (
        "mod settings;\n\nfn main() {\n    settings::load();\n}\n",
        "mod settings;\nuse settings::Options;\n\nfn main() {\n    let _: Options;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        module = site.enclosing("mod_item")
        if module is None or module.child_by_field_name("body") is not None:
            return
        word, name = node_name(module), module.child_by_field_name("name")
        if not word or name is None:
            return
        for choice in near(word, _files(site, module)):
            yield site.candidate(
                self.id,
                f"Name the module `{choice}`, as its file is",
                replace_node(name, choice),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost=f"`{choice}` is only similar to `{word}`.",
            )
        end = module.children[-1]
        text = site.source.text.decode(errors="replace")
        used = f"{word}::" in text
        if end.type == ";" and not used:
            yield site.candidate(
                self.id,
                f"Write `mod {word}` in place, empty so far",
                Edit(span_of(end), " {}"),
                safety=self.safety,
                cost="What the module should hold is still to be written.",
            )


def _files(site: Site, module: Node) -> list[str]:
    """Return the names of the files that could be modules of this file."""
    here: Path = site.source.path
    folder = here.parent if here.stem in _ROOTS else here.parent / here.stem
    folder = folder.joinpath(*modules_of(module))
    try:
        found = [p.stem for p in folder.iterdir() if p.suffix == ".rs" and p != here]
        found += [p.name for p in folder.iterdir() if (p / "mod.rs").is_file()]
    except OSError:
        return []
    return sorted(name for name in found if name not in _ROOTS)
