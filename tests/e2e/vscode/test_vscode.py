"""A real VS Code, the real rust-analyzer behind an extension of its own, and our extension."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.cargo_errors import cargo_errors
from tests.e2e.vscode import editor
from tests.lent_index import lend

MOVED = """\
fn consume(data: Vec<i32>) -> usize {
    data.len()
}

fn main() {
    let data = vec![1, 2, 3];
    let total = consume(data);
    println!("{total} {}", data.len());
}
"""
REPEATED = """\
fn first() -> u8 {
    let count = 1;
    count += 1;
    count
}

fn main() {
    let total = first();
    total += 1;
    let unused = total;
}
"""
FIXED = REPEATED.replace("let count", "let mut count").replace("let total", "let mut total")
USE = {"line": 8, "column": 28}  # of `data`, after it has moved away on line 7
EXPLANATION = "moved out of data on line 7"
FIX = "✓"
"""Stands in the title of a fix that the compiler has accepted."""


@pytest.fixture(scope="session")
def tools() -> editor.Tools:
    found = editor.Tools.find()
    if missing := found.missing():
        pytest.skip(
            f"not installed: {', '.join(missing)}: run `.ci/install-tools.sh .tools all`"
            " (Debian, root), or set RUST_AGENT_TOOLS"
        )
    return found


@pytest.fixture(scope="session")
def shots() -> Path:
    folder = Path(tempfile.gettempdir()) / "rust-agent-screenshots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def packages(tools: editor.Tools, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return editor.build_extensions(tools, tmp_path_factory.mktemp("packages"))


SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.inlayHints.enabled": "off",
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "security.workspace.trust.startupPrompt": "always",
    "telemetry.telemetryLevel": "off",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
}


@pytest.fixture(scope="session")
def vscode(
    tools: editor.Tools,
    packages: list[Path],
    built_index: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("vscode")
    lend(built_index, folder / "cache")
    settings = SETTINGS | {"rustAgent.server.path": str(editor.server_program(folder))}
    with editor.code_server(tools, folder, packages, settings) as address:
        yield address


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "moved"
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "moved"\nversion = "0.1.0"\nedition = "2021"\n', "utf-8"
    )
    (folder / "src" / "main.rs").write_text(MOVED, "utf-8")
    return folder


@pytest.fixture
def page(tools: editor.Tools, shots: Path) -> Iterator[editor.Page]:
    with editor.page(tools, shots) as opened:
        yield opened


def open_project(page: editor.Page, vscode: str, project: Path, *, trusted: bool) -> None:
    host = vscode.removeprefix("http://")
    payload = json.dumps([["openFile", f"vscode-remote://{host}{project}/src/main.rs"]])
    url = f"{vscode}/?folder={quote(str(project))}&payload={quote(payload)}"
    page.open(url=url, trusted=trusted)


@pytest.fixture
def moved(page: editor.Page, vscode: str, project: Path) -> editor.Page:
    """The project in a trusted window, with rust-analyzer's error at the cursor."""
    open_project(page, vscode, project, trusted=True)
    page.squiggle()
    page.goto(**USE)
    return page


def test_hover_adds_our_explanation_to_rust_analyzers(moved: editor.Page) -> None:
    hover = moved.hover(expected=EXPLANATION)
    moved.shot("hover")
    assert "borrow of moved value: `data`" in hover, "rust-analyzer's own message is there too"


def test_an_accepted_fix_changes_the_text_is_journalled_and_undone(
    moved: editor.Page, project: Path, env: dict[str, str]
) -> None:
    titles = moved.fix(expected=FIX)
    question = moved.answer(button="Apply")
    assert question["buttons"] == ["Apply", "Show diff", "Cancel"]
    chosen = next(title for title in titles if FIX in title)
    assert chosen.removesuffix(FIX).strip() in question["text"]
    moved.save()
    moved.shot("applied")
    assert (project / "src" / "main.rs").read_text("utf-8") != MOVED
    assert cargo_errors(project, env) == set()

    moved.palette(title="Rust Agent: Fix journal")
    moved.preview(expected=chosen.removesuffix(FIX).strip().replace("`", ""))
    moved.shot("journal")
    moved.closeTab()
    moved.palette(title="Rust Agent: Undo last fix")
    moved.text(expected="consume(data)")
    moved.save()
    assert (project / "src" / "main.rs").read_text("utf-8") == MOVED


def test_a_declined_fix_changes_nothing(moved: editor.Page) -> None:
    before = moved.text()
    titles = moved.fix(expected=FIX)
    moved.answer(button="Cancel")
    _nothing_happened(moved, before, titles)


def test_a_closed_question_is_a_no(moved: editor.Page) -> None:
    before = moved.text()
    titles = moved.fix(expected=FIX)
    chosen = next(title for title in titles if FIX in title)
    moved.dismiss(expected=chosen.removesuffix(FIX).strip())
    _nothing_happened(moved, before, titles)


def test_the_diff_shows_both_texts_and_asks_again(moved: editor.Page) -> None:
    before = moved.text()
    titles = moved.fix(expected=FIX)
    moved.answer(button="Show diff")
    sides = moved.diff()
    moved.shot("diff")
    assert sides["before"] == before
    assert sides["after"] != before
    assert moved.answer(button="Cancel")["buttons"] == ["Apply", "Cancel"]
    moved.diffClosed()
    _nothing_happened(moved, before, titles)


def test_explain_opens_a_page_and_feedback_is_taken(moved: editor.Page) -> None:
    moved.explain(expected=EXPLANATION)
    moved.shot("explanation")
    moved.closeTab()
    moved.palette(title="Rust Agent: Was this helpful?")
    moved.pick(label="Not helpful")
    moved.pick(label="It is unclear")
    moved.type(text="who owns it then?")
    moved.answer(button="Yes")
    moved.closeTab()
    moved.goto(**USE)
    assert "who owns it then" in moved.hover(expected="Your note")


def test_all_of_a_kind_are_fixed_and_taken_back_at_once(
    page: editor.Page, vscode: str, project: Path, env: dict[str, str]
) -> None:
    main = project / "src" / "main.rs"
    main.write_text(REPEATED, "utf-8")
    open_project(page, vscode, project, trusted=True)
    page.squiggle()
    page.goto(line=3, column=6)
    page.fix(expected="Fix all 2 of E0384 in main.rs")
    assert "Fix all 2 of E0384 in main.rs" in page.answer(button="Apply")["text"]
    page.shot("fix-all")
    page.save()
    assert cargo_errors(project, env) == set()
    assert main.read_text("utf-8") == FIXED
    page.palette(title="Rust Agent: Undo last fix")
    page.text(expected="let count")
    page.save()
    assert main.read_text("utf-8") == REPEATED

    page.goto(line=3, column=6)
    page.palette(title="Rust Agent: Fix all of this kind in the file")
    page.answer(button="Apply")
    page.save()
    assert main.read_text("utf-8") == FIXED


def test_a_lint_is_silenced_with_the_users_reason(
    page: editor.Page, vscode: str, project: Path
) -> None:
    main = project / "src" / "main.rs"
    main.write_text(FIXED, "utf-8")
    open_project(page, vscode, project, trusted=True)
    page.squiggle(severity="warning")
    page.goto(line=10, column=10)
    page.palette(title="Rust Agent: Expect this lint here, with a reason")
    page.type(text="it is shown below")
    assert "silences" in page.answer(button="Apply")["text"]
    page.save()
    line = '    #[expect(unused_variables, reason = "it is shown below")]\n'
    assert main.read_text("utf-8") == FIXED.replace("    let unused", line + "    let unused")


def test_trust_takes_effect_without_a_restart(
    page: editor.Page, vscode: str, project: Path
) -> None:
    open_project(page, vscode, project, trusted=False)
    page.status(expected="not trusted")
    page.shot("untrusted")
    page.grantTrust()
    page.squiggle()
    page.goto(**USE)
    page.fix(expected=FIX)
    page.answer(button="Cancel")


def test_an_exercise_opens_and_is_judged_on_save(moved: editor.Page) -> None:
    moved.explain(expected=EXPLANATION)  # by now the error has settled
    moved.closeTab()
    moved.palette(title="Rust Agent: Exercise on this error")
    moved.text(expected="// Exercise E0382 1")
    moved.append(text="// ")
    moved.save()
    assert "Not yet" in moved.toast(expected="Not yet")
    moved.shot("exercise")


def test_a_question_opens_a_page_with_its_answer(moved: editor.Page) -> None:
    moved.palette(title="Rust Agent: Ask about Rust, Git, Linux or gh")
    moved.type(text="what is E0382 about")
    moved.preview(expected="Use of a moved value")
    moved.shot("ask")


def test_a_pattern_is_previewed_and_inserted(moved: editor.Page, project: Path) -> None:
    moved.palette(title="Rust Agent: Insert a pattern")
    moved.type(text="newtype UserId around u32")
    moved.pick(label="Newtype around a plain value")
    moved.shot("insert")
    assert "Insert" in moved.answer(button="Apply")["text"]
    moved.save()
    main = project / "src" / "main.rs"
    assert "pub struct UserId(u32);" in main.read_text("utf-8")
    moved.palette(title="Rust Agent: Undo last fix")
    moved.text(expected="consume(data)")
    moved.save()
    assert main.read_text("utf-8") == MOVED


def test_the_status_item_opens_a_menu(moved: editor.Page) -> None:
    moved.status(expected="Click for what can be done")
    moved.menu()
    moved.shot("menu")
    moved.pick(label="Fix journal")
    moved.preview(expected="journal")


def test_the_walkthrough_has_its_steps_and_pictures(moved: editor.Page) -> None:
    moved.palette(title="Welcome: Open Walkthrough")
    moved.pick(label="Get started with Rust Agent")
    shown = moved.walkthrough(step="Have an error explained")
    moved.shot("walkthrough")
    for title in ("Install the server", "Open and trust", "Take a fix that compiles"):
        assert title in shown


GATED = REPEATED.replace("fn first", '#[cfg(feature = "extra")]\nfn first').replace(
    "    let total = first();\n    total += 1;\n    let unused = total;\n", ""
)


def test_rust_analyzers_settings_hold_for_our_check(
    page: editor.Page, vscode: str, project: Path
) -> None:
    (project / "src" / "main.rs").write_text(GATED, "utf-8")
    with (project / "Cargo.toml").open("a") as manifest:
        manifest.write("\n[features]\nextra = []\n")
    (project / ".vscode").mkdir()
    settings = {"rust-analyzer.cargo.features": ["extra"]}
    (project / ".vscode" / "settings.json").write_text(json.dumps(settings), "utf-8")
    open_project(page, vscode, project, trusted=True)
    page.squiggle()
    page.goto(line=4, column=6)
    page.fix(expected=FIX)
    page.answer(button="Cancel")


UV = """\
#!/bin/sh
test "$*" = "tool install rust-agent-lsp" && cp {server} ~/.local/bin/
"""


def test_a_missing_server_is_installed_on_a_click_and_starts(
    tools: editor.Tools, packages: list[Path], page: editor.Page, project: Path, tmp_path: Path
) -> None:
    """A stand-in for uv copies the server to where uv would put it."""
    home = tmp_path / "home"
    uv = home / ".local" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text(UV.format(server=editor.server_program(tmp_path)), "utf-8")
    uv.chmod(0o755)
    for name in (".profile", ".bashrc"):
        (home / name).write_text('export PATH="$HOME/.local/bin:$PATH"\n', "utf-8")
    folders = os.environ["PATH"].split(os.pathsep)
    without = [f for f in folders if not Path(f, "rust-agent-lsp").exists()]
    path = os.pathsep.join([str(tools.node.parent), *without])
    environ = {"HOME": str(home), "PATH": path, "SHELL": "/bin/bash"}
    with editor.code_server(tools, tmp_path / "vscode", packages, SETTINGS, environ) as address:
        open_project(page, address, project, trusted=True)
        page.status(expected="not installed")
        page.shot("not-installed")
        question = page.answer(button="Install")
        assert "uv tool install rust-agent-lsp" in question["text"]
        assert question["buttons"] == ["Install", "How to install"]
        page.status(expected="Rust Agent, Ready")
        page.shot("installed")
        page.goto(**USE)
        page.hover(expected=EXPLANATION)


def test_the_package_is_small_and_whole(packages: list[Path]) -> None:
    ours = packages[0]
    assert ours.stat().st_size < 1_000_000
    with zipfile.ZipFile(ours) as archive:
        names = {name.removeprefix("extension/") for name in archive.namelist()}
        manifest = json.loads(archive.read("extension/package.json"))
    (walkthrough,) = manifest["contributes"]["walkthroughs"]
    media = [step["media"] for step in walkthrough["steps"]]
    named = {m.get("image") or m["markdown"] for m in media}
    assert named | {manifest["icon"], manifest["main"].removeprefix("./")} <= names
    assert {"readme.md", "changelog.md", "LICENSE.txt", "out/THIRD_PARTY.txt"} <= names
    assert not any(name.startswith(("src/", "node_modules/")) for name in names)


def _nothing_happened(page: editor.Page, before: str, titles: list[str]) -> None:
    """Check the text after a No; the journal's answer proves that the server is done with it."""
    page.palette(title="Rust Agent: Fix journal")
    journal = page.preview(expected="journal")
    assert not any(title.removesuffix(FIX).strip().replace("`", "") in journal for title in titles)
    page.closeTab()
    assert page.text() == before
    assert not page.isDirty()
