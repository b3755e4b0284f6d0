"""A real Neovim with rust-analyzer and our server: from the report to the repaired file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cargo_errors import cargo_errors
from tests.e2e.nvim.session import PLUGIN, Neovim

Start = Callable[..., Neovim]


@pytest.fixture
def start(
    broken: Path, nvim: Path, rust_analyzer: Path, server_command: list[str], env: dict[str, str]
) -> Iterator[Start]:
    """Open main.rs of the broken project; options are `initializationOptions`."""
    running: list[Neovim] = []

    def open_neovim(given: dict[str, Any] | None = None, **options: Any) -> Neovim:
        file = broken / "src" / "main.rs"
        more = given or {}
        running.append(Neovim(nvim, rust_analyzer, server_command, file, env, options, **more))
        return running[-1]

    yield open_neovim
    for session in running:
        session.__exit__()


@pytest.fixture
def editor(start: Start) -> Neovim:
    """Neovim with both clients, once rust-analyzer has reported the missing `mut`."""
    session = start()
    session.enable("rust_analyzer", "rust_agent")
    session.wait_for_error("E0596")
    session.wait_for_ours()
    return session


def _choose_our_fix(editor: Neovim) -> None:
    """Put the cursor on the E0596 and take our first fix through Neovim's own menu."""
    editor.put_cursor("names", within="names.push")
    offered = editor.wait_for_fixes()
    assert "passed" in [action["data"]["verification"] for action in offered]
    editor.lua("vim.lsp.buf.code_action()")
    editor.wait("return #_G.asked > 0", what="question about the fix")


def _settled(editor: Neovim) -> None:
    """Wait until our server has answered every request, the chosen fix among them."""
    editor.wait(
        """local client = vim.lsp.get_clients({ name = 'rust_agent' })[1]
        return not vim.iter(pairs(client.requests)):any(function(_, request)
          return request.type == 'pending'
        end)""",
        what="end of the requests",
    )


@pytest.mark.parametrize("first", ["rust_analyzer", "rust_agent"])
def test_forwards_whoever_comes_first(start: Start, first: str) -> None:
    editor = start()
    editor.enable(first)
    if first == "rust_analyzer":
        editor.wait_for_error("E0382")
        editor.enable("rust_agent")
        editor.wait_for_ours()
    else:
        editor.wait_for_ours()
        editor.enable("rust_analyzer")
        editor.wait_for_error("E0382")
    # The line holds a "€" before the error: the encodings of the two must not be mixed up.
    editor.put_cursor("prices.len", within="prices.len")
    hover = editor.ask_ours("textDocument/hover")["contents"]["value"]
    assert "E0382" in hover
    assert "`prices`" in hover


@pytest.mark.parametrize("name", ["rust-analyzer", "ra"])
def test_rust_analyzer_may_have_any_name(start: Start, name: str) -> None:
    editor = start()
    editor.enable(name, "rust_agent")
    editor.wait_for_error("E0596")
    editor.put_cursor("names", within="names.push")
    assert "passed" in [action["data"]["verification"] for action in editor.wait_for_fixes()]
    editor.api.command("checkhealth rust_agent")
    editor.wait("return vim.bo.filetype == 'checkhealth'", what="health report")
    assert f"diagnostics forwarded ({name}, utf-8)" in editor.text()


def test_the_plugin_works_as_a_package(start: Start, tmp_path: Path) -> None:
    place = tmp_path / "site" / "pack" / "rust" / "start"
    place.mkdir(parents=True)
    (place / "rust-agent").symlink_to(PLUGIN)
    editor = start({"package": str(tmp_path / "site")})
    editor.enable("rust_analyzer", "rust_agent")
    editor.wait_for_error("E0596")
    editor.wait_for_ours()
    editor.api.command("RustAgent status")
    editor.wait("return vim.bo.filetype == 'markdown'", what="status")
    assert "rust-agent-lsp" in editor.text()


GATED = """\
#[cfg(feature = "extra")]
fn extra() -> Vec<u8> {
    let all = Vec::new();
    all.push(1);
    all
}

fn main() {}
"""


def test_rust_analyzers_settings_hold_for_our_check(start: Start, broken: Path) -> None:
    (broken / "src" / "main.rs").write_text(GATED, "utf-8")
    with (broken / "Cargo.toml").open("a") as manifest:
        manifest.write("\n[features]\nextra = []\n")
    editor = start({"rust_analyzer_settings": {"cargo": {"features": ["extra"]}}})
    editor.enable("rust_agent")
    editor.wait_for_ours()
    editor.enable("rust_analyzer")
    editor.wait_for_error("E0596")
    editor.put_cursor("all", within="all.push")
    assert "passed" in [action["data"]["verification"] for action in editor.wait_for_fixes()]


def test_a_question_is_answered_in_a_split(editor: Neovim) -> None:
    editor.api.command("RustAgent ask what is E0382 about")
    editor.wait("return vim.fn.bufwinid('rust-agent://answer') ~= -1", what="the answer")
    page = "return vim.api.nvim_buf_get_lines(vim.fn.bufnr('rust-agent://answer'), 0, -1, false)"
    assert any("Use of a moved value" in line for line in editor.lua(page))


def test_the_patterns_of_the_buffer_are_listed(editor: Neovim) -> None:
    wrapper = ["pub struct Metres(f64);", "impl Metres {", "    pub fn get(self) -> f64 {"]
    editor.api.current.buffer[:] = [*wrapper, "        self.0", "    }", "}"]
    editor.wait_for_ours()
    editor.api.command("RustAgent recognize")
    editor.wait("return #vim.fn.getqflist() > 0", what="the patterns")
    first = editor.lua("return vim.fn.getqflist()[1]")
    assert first["text"].startswith("newtype: `Metres`")
    assert first["lnum"] == 1


def test_the_crates_of_the_project_are_read(start: Start, broken: Path) -> None:
    (broken / "metres" / "src").mkdir(parents=True)
    (broken / "metres" / "src" / "lib.rs").write_text("pub struct Metres(f64);\n", "utf-8")
    head = '[package]\nname = "metres"\nversion = "0.1.0"\n'
    (broken / "metres" / "Cargo.toml").write_text(head, "utf-8")
    with (broken / "Cargo.toml").open("a") as manifest:
        manifest.write('\n[dependencies.metres]\npath = "metres"\n')
    editor = start(documentation={"ingest": "never"})
    editor.enable("rust_agent")
    editor.wait_for_ours()
    editor.api.command("RustAgent crates")
    editor.wait("return vim.fn.match(_G.said, '1 crate read') >= 0", what="what was read")


def test_an_exercise_is_judged_on_save(editor: Neovim) -> None:
    editor.api.command("RustAgent exercise E0384")
    editor.wait("return vim.fn.expand('%:p'):find('exercises') ~= nil", what="exercise")
    editor.wait_for_ours()
    editor.lua("_G.said = {}; vim.bo.modified = true")
    editor.api.command("write")
    editor.wait("return vim.fn.match(_G.said, 'Not yet') >= 0", what="judgement")
    solved = editor.text().replace("let ", "let mut ").replace("let mut mut ", "let mut ")
    editor.api.current.buffer[:] = solved.split("\n")[:-1]
    editor.api.command("write")
    editor.wait("return vim.fn.match(_G.said, 'Solved') >= 0", what="praise")


def test_a_pattern_is_inserted_at_the_cursor(editor: Neovim) -> None:
    before = editor.text()
    editor.lua("_G.pattern = 'newtype'")
    editor.put_cursor("fn main", within="fn main")
    editor.api.command("RustAgent insert newtype UserId around u32")
    editor.wait("return #_G.asked > 1", what="question before the insertion")
    _settled(editor)
    which, confirmed = editor.asked()
    assert "Insert which one?" in which["prompt"]
    assert "pub struct UserId(u32);" in confirmed["float"]
    assert "pub struct UserId(u32);" in editor.text()
    assert editor.lua("return vim.fn.bufwinid('rust-agent://insert')") == -1
    editor.api.command("RustAgent undo")
    _settled(editor)
    assert editor.text() == before


def test_a_lesson_that_was_offered_is_shown(editor: Neovim) -> None:
    editor.lua(
        """vim.lsp.get_clients({ name = 'rust_agent' })[1].handlers['rustAgent/showPage'](
          nil, { name = 'E0384.md', markdown = '# A lesson' })"""
    )
    assert editor.text() == "# A lesson\n"
    assert editor.lua("return vim.bo.filetype") == "markdown"


def test_hover_shows_both_servers(editor: Neovim) -> None:
    editor.put_cursor("names", within="names.push")
    editor.lua("vim.lsp.buf.hover()")
    hover = editor.wait(
        "return _G.float_text():find('E0596') and _G.float_text()", what="our part of the hover"
    )
    assert "# rust_analyzer" in hover
    assert "# rust_agent" in hover


def test_a_confirmed_fix_changes_the_text_and_compiles(
    editor: Neovim, broken: Path, env: dict[str, str]
) -> None:
    before = editor.text()
    _choose_our_fix(editor)
    editor.wait("return vim.bo.modified", what="edit")
    _settled(editor)

    (question,) = editor.asked()
    assert question["kind"] == "rust_agent_confirm"
    assert "-    let names" in question["float"]
    assert "+    let mut names" in question["float"]
    assert "let mut names" in editor.text()
    assert "E0596" in editor.journal()
    errors = cargo_errors(broken, env)
    editor.api.command("write")
    assert cargo_errors(broken, env) == errors - {("E0596", "src/main.rs")}

    editor.api.command("RustAgent undo")
    editor.wait("return vim.bo.modified", what="undone edit")
    assert editor.text() == before


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, "rust_agent_confirm"),
        # Neovim then asks with confirm(), and after a No still tells the server "applied".
        ({"confirm": "preview"}, "confirm"),
    ],
)
def test_a_declined_fix_changes_and_journals_nothing(
    start: Start, options: dict[str, Any], kind: str
) -> None:
    editor = start(**options)
    editor.enable("rust_analyzer", "rust_agent")
    editor.wait_for_error("E0596")
    before = editor.text()
    editor.lua("_G.answer = 'Cancel'")

    _choose_our_fix(editor)
    _settled(editor)

    assert [question["kind"] for question in editor.asked()] == [kind]
    assert editor.text() == before
    assert not editor.lua("return vim.bo.modified")
    assert "E0596" not in editor.journal()


def test_a_long_diff_can_be_read_before_the_yes(editor: Neovim) -> None:
    editor.lua("vim.o.lines = 12; _G.answer = 'Show diff'")
    _choose_our_fix(editor)
    editor.wait("return vim.bo.filetype == 'diff'", what="diff under the cursor")
    assert "let mut names" not in editor.lua(
        "return vim.fn.join(vim.fn.getbufline('main.rs', 1, '$'))"
    )

    editor.api.input("a")
    editor.wait("return vim.bo.filetype == 'rust' and vim.bo.modified", what="edit")
    assert "let mut names" in editor.text()


def test_nothing_is_compiled_before_the_user_trusts(start: Start) -> None:
    editor = start()
    editor.lua("vim.g.rust_agent = nil")
    editor.enable("rust_analyzer", "rust_agent")
    editor.wait_for_error("E0596")
    editor.put_cursor("names", within="names.push")
    assert {a["data"]["verification"] for a in editor.wait_for_fixes()} == {"unavailable"}

    editor.api.command("RustAgent trust")
    assert "passed" in [a["data"]["verification"] for a in editor.wait_for_fixes()]


def test_explain_opens_a_markdown_split(editor: Neovim) -> None:
    editor.put_cursor("names", within="names.push")
    editor.api.command("RustAgent explain")
    editor.wait("return vim.bo.filetype == 'markdown'", what="split")
    assert "E0596" in editor.text()
    assert not editor.lua("return vim.bo.modifiable")


def test_where_no_error_is_the_construct_is_explained(start: Start) -> None:
    editor = start(hover={"concepts": True})
    editor.enable("rust_agent")
    editor.wait_for_ours()
    editor.put_cursor("fn", within="fn main")
    assert editor.ask_ours("textDocument/hover")["contents"]["value"].startswith("**`fn`** · ")
    editor.api.command("RustAgent explain")
    editor.wait("return vim.bo.filetype == 'markdown'", what="split")
    assert editor.text().startswith("# `fn`\n")


def test_feedback_reaches_the_server(editor: Neovim) -> None:
    editor.put_cursor("names", within="names.push")
    editor.wait_for_fixes()
    assert editor.ask_ours("textDocument/hover")
    editor.api.command("RustAgent feedback not-helpful too vague")
    editor.wait(
        "return vim.list_contains(_G.said, ...)", "rust-agent: noted (E0596)", what="thanks"
    )


def test_what_was_unclear_is_asked_and_shown_beside_the_explanation(editor: Neovim) -> None:
    editor.put_cursor("names", within="names.push")
    editor.lua("_G.pattern = 'unclear'; _G.reason = 'who may change it?'")
    assert editor.ask_ours("textDocument/hover")
    editor.api.command("RustAgent feedback not-helpful")
    editor.wait(
        "return vim.list_contains(_G.said, ...)", "rust-agent: noted (E0596)", what="thanks"
    )
    prompts = [question["prompt"] for question in editor.asked()]
    assert prompts[0] == "What was wrong? E0596"
    assert prompts[1] == "In your own words, if you like: "
    assert editor.lua("return vim.fn.bufwinid('rust-agent://answer')") != -1
    editor.api.command("wincmd p")
    editor.put_cursor("names", within="names.push")
    assert "who may change it?" in editor.ask_ours("textDocument/hover")["contents"]["value"]


def test_a_rule_is_switched_off_and_on(editor: Neovim) -> None:
    editor.put_cursor("names", within="names.push")
    rule = next(
        a["data"]["rule"] for a in editor.wait_for_fixes() if a["data"]["verification"] == "passed"
    )
    editor.api.command(f"RustAgent rules off {rule}")
    said = f"rust-agent: {rule} is off in this project"
    editor.wait("return vim.list_contains(_G.said, ...)", said, what="word on the rule")
    editor.api.command("RustAgent rules")
    editor.wait("return vim.fn.bufwinid('rust-agent://rules') ~= -1", what="the rules")
    assert f"- `{rule}`: **off**, by you" in editor.text()
    editor.api.command("close")
    offered = editor.ask_ours("textDocument/codeAction") or []
    assert rule not in [a["data"]["rule"] for a in offered]
    editor.api.command(f"RustAgent rules on {rule}")
    said = f"rust-agent: {rule} is on in this project"
    editor.wait("return vim.list_contains(_G.said, ...)", said, what="word on the rule")
    assert rule in [a["data"]["rule"] for a in editor.wait_for_fixes()]


TWO_OF_A_KIND = """\
fn first() -> Vec<u8> {
    let all = Vec::new();
    all.push(1);
    all
}

fn main() {
    let more = first();
    more.push(2);
    let unused = more.len();
}
"""


@pytest.fixture
def repeated(broken: Path, start: Start) -> Neovim:
    """Neovim with both clients on a file with the missing `mut` twice."""
    (broken / "src" / "main.rs").write_text(TWO_OF_A_KIND, "utf-8")
    session = start()
    session.enable("rust_analyzer", "rust_agent")
    session.wait_for_error("E0596")
    return session


def test_all_of_a_kind_are_fixed_and_taken_back_at_once(repeated: Neovim) -> None:
    repeated.put_cursor("all", within="all.push")
    repeated.api.command("RustAgent fixall")
    repeated.wait("return vim.bo.modified", what="edit")
    repeated.wait("return vim.list_contains(_G.said, ...)", "rust-agent: fixed 2", what="message")
    (question,) = repeated.asked()
    assert "Fix all 2 of E0596 in main.rs" in question["prompt"]
    assert "+    let mut all" in question["float"] and "+    let mut more" in question["float"]
    assert repeated.text() == TWO_OF_A_KIND.replace("let all", "let mut all").replace(
        "let more", "let mut more"
    )
    repeated.api.command("RustAgent undo")
    repeated.wait("return vim.fn.match(_G.said, 'taken back') >= 0", what="undo")
    assert repeated.text() == TWO_OF_A_KIND


def test_a_lint_is_silenced_with_the_users_reason(repeated: Neovim, broken: Path) -> None:
    fixed = TWO_OF_A_KIND.replace("let all", "let mut all").replace("let more", "let mut more")
    repeated.api.current.buffer[:] = fixed.split("\n")[:-1]
    repeated.api.command("write")
    repeated.wait(
        """return vim.iter(vim.diagnostic.get(0)):any(function(d)
          return d.code == 'unused_variables'
        end)""",
        what="unused variable from rust-analyzer",
    )
    repeated.put_cursor("unused", within="let unused")
    repeated.api.command("RustAgent suppress")
    repeated.wait("return vim.bo.modified", what="edit")
    _settled(repeated)
    assert [question["kind"] for question in repeated.asked()] == ["input", "rust_agent_confirm"]
    line = '    #[expect(unused_variables, reason = "it is shown below")]\n'
    assert repeated.text() == fixed.replace("    let unused", line + "    let unused")
    assert "suppress" in repeated.journal()


def test_commands_complete(editor: Neovim) -> None:
    complete = "return vim.fn.getcompletion(..., 'cmdline')"
    commands = (
        "ask crates exercise explain feedback fixall insert journal recognize rules status suppress"
        " trust undo"
    )
    assert editor.lua(complete, "RustAgent ") == commands.split()
    assert editor.lua(complete, "RustAgent fixall ") == ["file", "workspace"]
    assert editor.lua(complete, "RustAgent feedback n") == ["not-helpful"]
    assert editor.lua(complete, "RustAgent rules o") == ["off", "on"]
    assert editor.lua(complete, "RustAgent insert b") == ["builder"]
    assert editor.lua(complete, "RustAgent journal ") == []


def test_health_finds_no_error(editor: Neovim) -> None:
    editor.api.command("checkhealth rust_agent")
    editor.wait("return vim.bo.filetype == 'checkhealth'", what="health report")
    report = editor.text()
    assert "ERROR" not in report
    assert "WARNING" not in report
    assert "diagnostics forwarded (rust_analyzer, utf-8)" in report


def test_a_script_is_explained_and_starts_nothing(start: Start, broken: Path) -> None:
    script = broken / "run.sh"
    script.write_text("#!/bin/sh\ngit push -f\n")
    editor = start()
    editor.lua("vim.lsp.enable('rust_agent')")
    editor.lua(f"vim.cmd.edit('{script}')")
    its = "vim.lsp.get_clients({ bufnr = vim.fn.bufnr('run.sh'), name = 'rust_agent' })"
    editor.wait(f"return #{its} == 1", what="the script's client")
    assert editor.lua("return #vim.lsp.get_clients({ name = 'rust_agent' })") == 1
    found = editor.lua(
        "local done = vim.lsp.buf_request_sync(0, 'textDocument/hover', {"
        " textDocument = { uri = vim.uri_from_bufnr(0) },"
        " position = { line = 1, character = 6 } }, 60000)"
        " return vim.tbl_values(done)[1].result.contents.value"
    )
    assert "**Careful:**" in found


def test_an_anti_pattern_is_hinted_and_repaired(start: Start, broken: Path) -> None:
    (broken / "src/main.rs").write_text(
        "use std::collections::HashSet;\n\nfn main() {\n    let mut seen = HashSet::new();\n"
        '    let mut found = Vec::new();\n    for name in ["b", "a", "b"] {\n'
        "        if !seen.contains(name) {\n            seen.insert(name);\n"
        '            found.push(name);\n        }\n    }\n    println!("{found:?}");\n}\n'
    )
    editor = start(**{"recognize.hints": "repairable"})
    editor.enable("rust_agent")
    editor.wait(
        "return vim.iter(vim.diagnostic.get(0, { severity = 4 })):any(function(d)"
        " return d.code == 'contains-then-insert' end)",
        what="hint",
    )
    editor.put_cursor("contains", within="!seen.contains")
    editor.lua("vim.lsp.buf.code_action()")
    editor.wait("return #_G.asked > 0", what="question about the repair")
    editor.wait(
        "return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false)):find('if seen.insert%(')",
        what="repaired text",
    )
    assert "contains" not in editor.text()
    _settled(editor)
    assert "insert_once" in editor.journal()
