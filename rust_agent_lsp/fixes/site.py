"""The place that a rule sees: the diagnostic, the file around it, and helpers for edits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.model.diagnostic import Diagnostic, Label
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestor

FUNCTIONS = ("function_item", "closure_expression")
ITEMS = (
    "function_item",
    "struct_item",
    "enum_item",
    "union_item",
    "trait_item",
    "impl_item",
    "mod_item",
    "const_item",
    "static_item",
    "type_item",
    "use_declaration",
    "macro_definition",
)


@dataclass(frozen=True)
class Site:
    """A diagnostic in its source.

    `open_file` gives any file of the workspace (editor text over disk) or None.
    """

    diagnostic: Diagnostic
    source: SourceFile
    open_file: Callable[[Path], SourceFile | None]

    @property
    def node(self) -> Node:
        """The smallest named node over the diagnostic's primary span."""
        return self.source.node_at(self.diagnostic.span)

    def match(self, pattern: str) -> re.Match[str] | None:
        """Search the headline, then each label and note, for a regular expression."""
        texts = [self.diagnostic.message]
        texts += [label.text for label in self.diagnostic.labels]
        texts += [note.text for note in self.diagnostic.notes]
        return next((m for t in texts if (m := re.search(pattern, t, re.S))), None)

    def label(self, pattern: str) -> Label | None:
        """Return the first label in this file, notes' labels included, whose text matches.

        A label of a note without a text of its own is found by the text of its note.
        """
        labels = [(label.text, label) for label in self.diagnostic.labels]
        for note in self.diagnostic.notes:
            labels += [(label.text or note.text, label) for label in note.labels]
            labels += [(note.text, label) for label in note.labels]
        return next(
            (
                label
                for text, label in labels
                if label.location.path == self.source.path and re.search(pattern, text, re.S)
            ),
            None,
        )

    def node_of(self, label: Label) -> Node:
        """Return the smallest named node over a label of this file."""
        return self.source.node_at(label.location.span)

    def enclosing(self, *kinds: str) -> Node | None:
        """Return the nearest node of one of the `kinds` around the primary span."""
        return ancestor(self.node, *kinds)

    def candidate(
        self,
        rule: str,
        title: str,
        *edits: Edit,
        safety: Safety = Safety.SAFE,
        cost: str = "",
    ) -> Candidate:
        """Make a candidate that edits this file alone."""
        return Candidate(rule, title, (FileEdit(self.source.path, edits),), safety, cost)


def replace_node(node: Node, text: str) -> Edit:
    """Replace all that `node` covers."""
    return Edit(Span(node.start_byte, node.end_byte), text)


def insert_before(node: Node, text: str) -> Edit:
    """Insert in front of `node`."""
    return Edit.insert(node.start_byte, text)


def insert_after(node: Node, text: str) -> Edit:
    """Insert behind `node`."""
    return Edit.insert(node.end_byte, text)
