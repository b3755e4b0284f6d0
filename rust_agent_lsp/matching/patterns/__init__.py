"""Which patterns of the library a text of Rust holds, told by their shape."""
