"""The only package that knows LSP."""
