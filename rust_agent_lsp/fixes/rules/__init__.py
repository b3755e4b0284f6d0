"""One fix rule a file; the registry finds them by itself."""
