"""What repairs anti-patterns: one file each, found by the registry."""
