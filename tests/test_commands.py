"""Every command entry keeps to its form, and what it says was run or held against the manual."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rust_agent_lsp.ingest.check_commands import check_command
from rust_agent_lsp.ingest.command_form import lint_command, lint_together
from rust_agent_lsp.ingest.installed_options import NotInstalled, unknown_options
from rust_agent_lsp.ingest.scenarios import dangers_of, run_scenario
from rust_agent_lsp.ingest.shell_lines import filled_form, simple_commands
from rust_agent_lsp.model.command import Slot, SlotKind, Tool
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.commands import (
    command_files,
    find_command,
    load_commands,
    parse_command,
)
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files, knowledge_root

FILES = list(command_files())
NAME = Path("commands/git/git-keep.md")
GOOD = """+++
title = "Take the last commit back"
tool = "git"
category = "undo"
utterances = ["a b", "b c", "c d", "d e", "e f", "f g", "g h", "h i"]
purpose = "Moves the branch back."
use_cases = ["one", "two"]
dangers = []
destructive = false
safe_alternatives = []
preview = ""
undo = "git reset --soft ORIG_HEAD"
docs = ["git-reset(1)"]
related = []
errors = ["fatal: bad object {commit}"]
verified_by = "scenario"

[flags]
"--soft" = "leave the files alone"

[[slots]]
name = "n"
kind = "count"
default = "1"

[[steps]]
command = "git reset --soft HEAD~<n>"
+++

The commit goes and its changes stay.

```sh,scenario
repo
commit Second
git reset --soft HEAD~1
same "$(message)" First
git reset --soft ORIG_HEAD
same "$(message)" Second
not git show 1234567890123456789012345678901234567890
```
"""

LINUX = """+++
title = "Do something"
tool = "linux"
category = "things"
utterances = ["a b", "b c", "c d", "d e", "e f", "f g", "g h", "h i"]
purpose = "Does something."
use_cases = ["one", "two"]
dangers = []
destructive = false
safe_alternatives = []
preview = ""
undo = ""
docs = ["bash(1)"]
related = []
verified_by = "options"

[flags]
"FLAG" = "something"
"-l" = "l"
"-n" = "n"

[[steps]]
command = "STEP"
+++

A sentence.
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_entry(path: Path) -> None:
    proof = check_command(path, path.read_text(encoding="utf-8"))
    assert not proof.complaints, "\n".join(proof.complaints)
    if proof.skipped:
        pytest.skip(f"not checked by {proof.how}: {proof.skipped}")


def test_the_entries_fit_together() -> None:
    others = [p.stem for k, p in entry_files(knowledge_root()) if k is not EntryKind.COMMAND]
    assert list(lint_together(load_commands(), others)) == []


def test_a_good_entry_passes_and_is_read_whole() -> None:
    assert check_command(NAME, GOOD).complaints == ()
    command = parse_command(NAME, GOOD)
    assert (command.tool, command.id) == (Tool.GIT, "git-keep")
    assert command.command == "git reset --soft HEAD~<n>"
    assert [(s.name, s.kind, s.default) for s in command.slots] == [("n", SlotKind.COUNT, "1")]
    assert command.body == "The commit goes and its changes stay.\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("+++\n", "", "begin with a TOML header"),
        ('tool = "git"', 'tool = "hg"', "tool"),
        ('tool = "git"', 'tool = "linux"', "commands/linux/"),
        (', "h i"', "", "utterances"),
        ('"h i"', '"A  b?"', "twice"),
        ('"h i"', '"git reset --soft HEAD~<n>"', "not the command itself"),
        ('back."', 'back"', "purpose"),
        ("destructive = false", "destructive = true", "what a destructive command loses"),
        ('kind = "count"', 'kind = "thing"', "kind"),
        ('name = "n"', 'name = "m"', "<n> of a step is not declared"),
        ('name = "n"', 'name = "m"', "<m> is used nowhere"),
        ('undo = "git reset --soft ORIG_HEAD"', 'undo = "git reset <old>"', "neither declared"),
        ('default = "1"', "optional = true", "is a word of its own"),
        ('"--soft" =', '"-q" =', "explain --soft"),
        ('by = "scenario"', 'by = "options"', "belong together"),
        ('by = "scenario"', 'by = "hope"', "verified_by"),
        ("stay.\n", "stay\n", "plain sentences"),
        ("{commit}", "{a-b}", "nothing said"),
    ],
)
def test_the_form_is_held(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    found = check_command(NAME, GOOD.replace(old, new, 1)).complaints
    assert any(complaint in c for c in found), found


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("HEAD~1", "HEAD~1 -q", "does not run"),
        ("git reset --soft HEAD~1", "# git reset --soft HEAD~1", "does not run"),
        ("git reset --soft HEAD~1", "if false; then git reset --soft HEAD~1; fi", "failed"),
        ('same "$(message)" Second', "", "without the undo"),
        ("fatal: bad object", "fatal: good object", "nothing said"),
        ("repo\n", "repo\nsudo ls\n", "sudo must not be used"),
        ("repo\n", "repo\n! false\n", "instead of `!`"),
        ("repo\n", "repo\ntest -f a && test -f b\n", "one assertion a line"),
        ("repo\n", "repo\necho x >/etc/motd\n", "outside of its folder"),
        ("--soft", "--sofd", "no option --sofd"),
        ('"--soft" =', '"--sofa" = "x"\n"--soft" =', "flags: git reset has no option --sofa"),
        ("git-reset(1)", "git-rest(1)", "no man page git-rest"),
        ("files alone", "simply alone", "'simply'"),
    ],
)
def test_the_checker_bites(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new) if old == "--soft" else GOOD.replace(old, new, 1)
    found = check_command(NAME, text).complaints
    assert any(complaint in c for c in found), found


def test_a_scenario_must_fail_without_the_command() -> None:
    text = GOOD.replace("git reset --soft ORIG_HEAD", "", 1).replace(
        'same "$(message)" First\ngit reset --soft ORIG_HEAD\nsame "$(message)" Second',
        "test -f file.txt",
    )
    assert any("without the steps" in c for c in check_command(NAME, text).complaints)


def test_an_unreached_command_is_seen() -> None:
    text = GOOD.replace("git reset --soft HEAD~1", "false ||\n  git reset --soft HEAD~1", 1)
    assert check_command(NAME, text).complaints == ()
    text = GOOD.replace(
        "git reset --soft HEAD~1",
        "git reset --sof HEAD^\nif false; then\ngit reset --soft HEAD~1\nfi",
    )
    assert any("never reached" in c for c in check_command(NAME, text).complaints)


def test_a_scenario_can_change_nothing_outside(tmp_path: Path) -> None:
    target = tmp_path / "x"
    run = run_scenario(f"test -d .\necho x | tee {target}\n")
    assert run.code != 0 or not target.exists()
    assert "must not" in dangers_of("test 1\necho a | xargs sudo rm\n")[0]
    home = run_scenario('same "$(cd; pwd)" "$HOME"\nsame "$(ls)" ""\nnot test "$HOME" = "$PWD"\n')
    assert home.code == 0, home.output
    assert str(Path.home()) not in run_scenario("echo ~\ngit config --list --show-origin\n").output


def test_what_passed_is_remembered(tmp_path: Path) -> None:
    assert check_command(NAME, GOOD, tmp_path).complaints == ()
    assert len(list(tmp_path.iterdir())) == 1
    broken = GOOD.replace("same", "not same", 1)
    assert check_command(NAME, broken, tmp_path).complaints
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("template", "many", "line", "found"),
    [
        ("git switch <branch>", (), "git switch side", True),
        ("git switch <branch>", (), "git switch side # back", True),
        ("git switch <branch>", (), "git switch -q side", False),
        ("git switch <branch>", (), "git switch a b", False),
        ("git add <file>", ("file",), "git add a 'b c' && x", True),
        ('git commit -m "<text>"', (), 'git commit -m "two words" >out', True),
        ("git log -<n> | cat", (), 'x="$(git log -3 | cat)"', True),
        ("git push <remote> <branch>", (), "not git push origin main 2>said", True),
        ("git add .", (), "printf 'y' | GIT_X='a b' git add .", True),
        ("git add .", (), "echo git add .", False),
        ("ls <opt> -l", ("opt",), "ls -l", True),
        ("ls <opt> -l", ("opt",), "ls a b -l", True),
        ("ls *.<extension>", (), "ls *.rs", True),
    ],
)
def test_filled_templates_are_found(
    template: str, many: tuple[str, ...], line: str, found: bool
) -> None:
    slots = [Slot(name, SlotKind.FILE, many=True, optional=name == "opt") for name in many]
    assert bool(filled_form(template, slots).search(line)) is found


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("git log -<n> | head >out 2>&1", ["git log -0", "head 2"]),
        ("sudo -u bob LC_ALL=C ls -l", ["sudo -u bob", "ls -l"]),
        ("find . -exec rm -f {} + -print", ["rm -f {}", "find . -exec -print"]),
        ("for f in *.txt; do mv $f x; done", ["f in *.txt", "mv $f x"]),
        ("xargs -n 1 -0 sed -i s/a/b/ # all", ["xargs -n 1 -0", "sed -i s/a/b/"]),
    ],
)
def test_lines_are_taken_apart(line: str, commands: list[str]) -> None:
    assert [" ".join(words) for words in simple_commands(line)] == commands


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("git log --oneline --no-merges -5 -p", ""),
        ("git log --onelin", "git log has no option --onelin"),
        ("tar -xzf <archive> -C <folder>", ""),
        ("ls -lahQz", "ls has no option -lahQz"),
        ("grep -rn --include=<pattern> --exclude-dir=target <text>", ""),
        ("grep --includ=<pattern> <text>", "grep has no option --includ"),
        ("patch -p1 --dry-run", ""),
        ("sudo mount --bind <old> <new>", ""),
        ("sudo umount -l <folder>", ""),
        ("sudo umount --lasy <folder>", "umount has no option --lasy"),
        ("ip -s link show", ""),
        ("apt-cache policy --no-such", "apt-cache has no option --no-such"),
        ("sudo apt install --no-install-recommends <package>", ""),
        ("openssl s_client -connect <host>:443", ""),
        ("openssl s_client -conect <host>:443", "openssl has no option -conect"),
        ("watch -n 2 <program>", ""),
        ('find . -newermt "<date>"', ""),
        ("find . -newer0", "find has no option -newer0"),
        ("cargo build --release -j4", ""),
        ("cargo build --relase", "cargo build has no option --relase"),
        ("cargo --version --verbose", ""),
        ("cargo --verison", "cargo has no option --verison"),
        ("cargo biuld", "has no subcommand biuld"),
        ("cargo clippy -- -D warnings", ""),
    ],
)
def test_options_are_held_against_the_manual(line: str, complaint: str) -> None:
    try:
        found = list(unknown_options(line))
    except NotInstalled as reason:
        pytest.skip(str(reason))
    assert bool(found) is bool(complaint)
    assert all(complaint in c for c in found)


@pytest.mark.parametrize(
    ("step", "flag", "complaint"),
    [
        ("sudo umount -l <folder>", "--lazy", False),
        ("sudo umount -l <folder>", "--lasy", True),
        ("watch -n 2 <program>", "--lasy", True),
        ("sudo ls -l | head -n 1", "--lines", False),
        ("sudo ls -l | head -n 1", "--lasy", True),
    ],
)
def test_flags_are_held_against_the_manual(step: str, flag: str, complaint: bool) -> None:
    text = LINUX.replace("FLAG", flag).replace("STEP", step)
    for name in re.findall("<(.*?)>", step):
        text = text.replace("[[steps]]", f'[[slots]]\nname = "{name}"\nkind = "{name}"\n[[steps]]')
    proof = check_command(Path("commands/linux/linux-x.md"), text)
    if proof.skipped:
        pytest.skip(proof.skipped)
    said = [c for c in proof.complaints if f"no option {flag}" in c]
    assert bool(said) is complaint, proof


def test_between_entries() -> None:
    one = parse_command(NAME, GOOD)
    two = parse_command(NAME.with_name("git-two.md"), GOOD.replace("= []\nerr", '= ["gone"]\nerr'))
    said = list(lint_together([one, two]))
    assert any(re.search("git-two: git-keep has the same .* 'a b'", c) for c in said)
    assert any("there is no gone" in c for c in said)
    assert lint_command(NAME, GOOD) == []


def test_an_entry_is_found_by_its_id() -> None:
    first = load_commands()[0]
    assert find_command(first.id) == first
    assert find_command("../git/" + first.id) is None
    assert find_command("git-no-such-thing") is None


def test_a_malformed_entry_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"git-x\.md"):
        parse_command(Path("git-x.md"), "+++\ntitle = 1\n+++\n")


def test_the_index_reads_them_too() -> None:
    indexed = {e.id for e in Knowledge().load_all() if e.kind is EntryKind.COMMAND}
    assert indexed == {path.stem for path in FILES}


def test_reading_them_needs_nothing_heavy() -> None:
    program = (
        "import sys, rust_agent_lsp.stores.commands as c; c.load_commands()\n"
        "print(*{'pydantic', 'numpy', 'chromadb'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
