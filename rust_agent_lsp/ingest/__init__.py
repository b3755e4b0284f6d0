"""From sources to entries."""
