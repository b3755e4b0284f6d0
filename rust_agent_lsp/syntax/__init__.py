"""Text, lines and syntax trees of Rust files."""
