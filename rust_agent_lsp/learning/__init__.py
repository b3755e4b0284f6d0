"""From feedback to weights."""
