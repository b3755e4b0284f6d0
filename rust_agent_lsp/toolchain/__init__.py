"""cargo and rustc: where they are, what they say, where they may write."""
