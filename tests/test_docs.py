"""The reference pages say what the program says, and every page leads to files that exist."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from rust_agent_lsp.model.settings import Settings, setting_name
from rust_agent_lsp.server.app import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
PACKAGE = ROOT / "rust_agent_lsp"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["configuration.md", "commands.md"])
def test_page_is_up_to_date(generator: ModuleType, name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert page.count("<!-- end -->") == 2
    assert page == generator.rewritten(page), "run `python docs/generate.py`"


def test_a_stale_page_is_noticed(generator: ModuleType) -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    stale = page.replace("| `check.command` |", "| `check.tool` |")
    assert stale != page
    assert generator.rewritten(stale) == page


def test_every_setting_and_command_is_described() -> None:
    configuration = (DOCS / "configuration.md").read_text(encoding="utf-8")
    settings = [setting_name(f.name) for f in fields(Settings)]
    assert [s for s in settings if f"| `{s}` |" not in configuration] == []
    commands = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [c for c in COMMANDS if f"- `{c} " not in commands] == []
    assert "### `rust-agent-lsp knowledge check [FILES…]`" in commands


def test_the_messages_are_those_of_the_server() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in (PACKAGE / "server").glob("*.py"))
    spoken = set(re.findall(r'"(rustAgent/\w+)"', sources))
    # The tokens of progress reports are no messages.
    spoken -= {"rustAgent/crates", "rustAgent/documentation", "rustAgent/index"}
    commands = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert spoken == set(re.findall(r"^\| `(rustAgent/\w+)` \|", commands, re.M))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_architecture_names_what_is_there() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Who owns what")[2]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([\w.]+)`", row)}
    modules = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if path.stem != "__init__" and len(path.relative_to(PACKAGE).parts) == 2
    }
    assert named - modules == set(), "the table names modules that do not exist"
    assert modules - named == set(), "the table leaves modules out"


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """Strict: a page that no menu leads to, a dead link or a missing anchor fails it."""
    if importlib.util.find_spec("material") is None:
        pytest.skip("mkdocs-material is missing: pip install -e '.[docs]'")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    # The theme's word on its own future is no warning of the build's.
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > len(PAGES)  # and the one for what is not found
    loaded = r'<(?:script|img)\b[^>]* src="https?:[^"]*"|<link\b[^>]* href="https?:[^"]*"'
    assert [tag for page in pages for tag in re.findall(loaded, page.read_text("utf-8"))] == []
