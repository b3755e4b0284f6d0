"""Every exception that crosses a package border.

RustAgentError
├── EditConflict        edits overlap, or reach outside the text
├── KnowledgeError      an entry file is malformed; the message names file and line
├── StoreError          a database or index cannot be read or written
└── ToolchainError      cargo or rustc is missing, or could not be run
"""

from __future__ import annotations


class RustAgentError(Exception):
    """The root of all errors that this program raises on purpose."""


class EditConflict(RustAgentError):
    """Two edits overlap, or one reaches outside the text."""


class KnowledgeError(RustAgentError):
    """A knowledge entry is malformed; the message names the file and what to change."""


class StoreError(RustAgentError):
    """A database or an index cannot be read or written."""


class ToolchainError(RustAgentError):
    """The Rust toolchain is missing or could not be run; the message says what to do."""
