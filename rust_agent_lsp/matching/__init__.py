"""From a diagnostic to the entry that explains it."""
