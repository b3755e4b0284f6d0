"""`new`: code for a description, as JSON, for a file, and as a whole program that compiles."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run


def test_code_comes_filled_and_as_json(run: Run, tmp_path: Path) -> None:
    done = run("new", "newtype Meters around f64")
    assert done.returncode == 0 and "pub struct Meters(f64);" in done.stdout
    assert "The compiler accepts it." in done.stderr
    done = run("new", "--json", "async tcp echo server with tokio")
    answer = json.loads(done.stdout)
    first = answer["candidates"][0]
    assert answer["confident"] is True and first["id"] == "tokio-tcp-echo"
    assert {"id", "title", "code", "dependencies", "score"} <= first.keys()
    (tokio,) = first["dependencies"]
    assert tokio == {"name": "tokio", "version": "1", "features": ["full"]}

    nothing = run("new", "what is the weather tomorrow")
    assert nothing.returncode == 1 and "No pattern fits" in nothing.stderr
    assert run("new", "a newtype", "--file", tmp_path / "none.rs").returncode == 2


def test_code_for_a_file_is_compiled_in_its_workspace(
    run: Run, project: Callable[..., Path]
) -> None:
    text = "struct Order {\n    title: String,\n    paid: bool,\n}\n\nfn main() {}\n"
    source = project(text) / "src/main.rs"
    asked = "builder for Order with required title"
    done = run("new", asked, "--file", source, "--json")
    first = json.loads(done.stdout)["candidates"][0]
    assert first["verification"] == "passed"
    assert (
        "struct Order {" not in first["code"] and "fn paid(mut self, paid: bool)" in first["code"]
    )
    assert source.read_text() == text


def test_a_program_is_written_after_a_yes_and_over_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my_pool"
    declined = run("new", "worker pool", "--out", folder, stdin="n\n")
    assert declined.returncode == 1 and not folder.exists()
    assert run("new", "worker pool", "--out", folder, stdin="y\n").returncode == 0
    assert 'name = "my_pool"' in (folder / "Cargo.toml").read_text()
    built = subprocess.run(
        ["cargo", "check", "--offline", "--all-targets"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (folder / "Cargo.toml").write_text("mine")
    again = run("new", "newtype UserId", "--out", folder, "--yes")
    assert again.returncode == 2 and "already" in again.stderr
    assert (folder / "Cargo.toml").read_text() == "mine"
