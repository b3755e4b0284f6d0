"""A language server beside rust-analyzer that explains errors and offers verified fixes."""

__version__ = "0.1.0"
