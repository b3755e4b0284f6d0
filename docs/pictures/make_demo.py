"""Draws docs/pictures/demo.svg: the real `check --fix` on one moved value. Run from the root."""

import tempfile
from pathlib import Path

from rich.console import Console

from rust_agent_lsp.cli.check import Run

SOURCE = """\
fn describe(books: Vec<String>) -> String {
    books.join(", ")
}

fn main() {
    let shelf = vec!["Dune".to_string(), "Emma".to_string()];
    println!("On the shelf: {}", describe(shelf));
    println!("{} books in all", shelf.len());
}
"""

with tempfile.TemporaryDirectory() as folder:
    root = Path(folder) / "library"
    (root / "src").mkdir(parents=True)
    (root / "src/main.rs").write_text(SOURCE)
    (root / "Cargo.toml").write_text('[package]\nname = "library"\nedition = "2024"\n')
    console = Console(record=True, width=96, force_terminal=True)
    Run(root, console).repair(fix=True, yes=True)
    title = "rust-agent-lsp check --fix --yes"
    console.save_svg("docs/pictures/demo.svg", title=title)
