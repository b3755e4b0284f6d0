"""Lines explained from the shipped entries, the table of dangers, and manuals made up here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from rust_agent_lsp.features.command_parts import Options
from rust_agent_lsp.features.explain_command import Explained, Explainer, as_markdown
from rust_agent_lsp.ingest.manual_options import ManualPage, Manuals, read_page
from rust_agent_lsp.matching.command_fit import Fit
from rust_agent_lsp.matching.command_line import program_of
from rust_agent_lsp.matching.dangers import dangers, losses_in
from rust_agent_lsp.model.command import PLACEHOLDER
from rust_agent_lsp.stores.commands import find_command
from rust_agent_lsp.stores.knowledge import knowledge_root
from rust_agent_lsp.syntax.shell import parse_shell

PAGE = (
    """\
GIT-PUSH(1)

NAME
       git-push - Update remote refs along with
       associated objects

OPTIONS
       -f, --force
           Usually the command refuses. This one does not.

       --[no-]signed, --signed=(true|false)
           Signed.

       -o <option>, --push-option=<option>
           Transmit the string. It is passed on, e.g. to a hook. It is long, """
    + (
        "so it is cut where a sentence ends, and this one is much too long to be shown as a whole, "
        * 4
    )
    + """

HELP
  -q, --quiet      Say
                   less
      --loud       Say more
"""
)


# Lines that lose nothing, each with the one beside it that does.
HARMLESS_KIN = {
    "cp -in a b": "cp -a a b",
    "mv --backup=numbered a b": "mv a b",
    "git push --force --dry-run": "git push --force",
    "git push origin main": "git push origin +main",
    "git checkout -b parser.rs": "git checkout parser.rs",
    "git restore --staged f": "git restore f",
    "git clean -nfd": "git clean -fd",
    "tar -xkf a.tar": "tar -xf a.tar",
    "tar tzf a.tgz": "tar xzf a.tgz",
    "echo a >> f": "echo a > f",
    "make 2>&1": "make 2> f",
    "make > /dev/null": "make &> f",
    "echo 3 | sudo tee /proc/sys/vm/drop_caches": "echo 3 | sudo tee /etc/x",
    "find . -name x -exec grep rm {} +": "find . -name x -exec rm {} +",
    "sh -c 'echo rm x'": "sh -c 'cd a && rm x'",
    "ssh host 'ls -l x'": "ssh host 'rm -r x'",
    "curl -s x | python3 script.py": "curl -s x | sudo bash -s -- -y",
    "curl -s x || sh": "curl -s x | sh",
    "curl -o /dev/null x": "curl -o page x",
    "kill -0 3": "kill 3",
    "kill -s STOP 3": "kill -s KILL 3",
    "shutdown -c": "shutdown now",
    "crontab -l": "crontab jobs",
    "usermod -aG docker me": "usermod -G docker me",
    "rename -n s/a/b/ x": "rename s/a/b/ x",
    "dd if=a of=/dev/null": "dd if=a of=b",
    "cat <<E\nx > y\nE": "cat <<E > f\nx\nE",
}
VALUES = {
    "device": "/dev/sdb", "path": "src/main.rs", "refspec": "+main", "level": "0", "signal": "TERM",
}  # fmt: skip


class OwnManuals(Manuals):
    """One page, whatever this machine has."""

    def page(self, program: str, *subcommands: str) -> ManualPage | None:
        own = (program, *subcommands) in (("git", "push"), ("gpush",))
        return read_page(PAGE, "git-push(1)") if own else None


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(knowledge_root(), OwnManuals(Path("/nowhere")))


def only(explainer: Explainer, line: str) -> Explained:
    (command,) = explainer.line(line).commands
    return command


def test_a_manual_is_read_as_it_is_shown() -> None:
    page = read_page(PAGE, "git-push(1)")
    assert page.summary == "Update remote refs along with associated objects"
    assert page.options["--force"].names == ("-f", "--force")
    assert page.options["-f"].says == "Usually the command refuses. This one does not."
    assert {"--signed", "--no-signed"} <= set(page.options)
    assert page.options["-o"].takes_value
    assert page.options["-o"].says == "Transmit the string. It is passed on, e.g. to a hook."
    assert (page.options["-q"].says, page.options["--loud"].says) == ("Say less", "Say more")
    assert not page.options["-q"].takes_value


def test_the_pages_of_this_machine_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Manuals(tmp_path).page("cd")
    assert first is not None
    assert "-P" in first.options
    monkeypatch.setattr(subprocess, "run", None)
    assert Manuals(tmp_path).page("cd") == first
    assert Manuals(tmp_path).page("../../etc/passwd") is None
    assert Manuals(tmp_path).page("no-such-program") is None


def test_an_entry_explains_with_the_values_of_the_line(explainer: Explainer) -> None:
    command = only(explainer, "git rebase -i HEAD~4")
    assert command.source == "git-rebase-interactive"
    assert command.preview == "git log --oneline -4"
    assert command.undo == "git reset --keep ORIG_HEAD"
    assert {part.text: part.meaning for part in command.parts} == {
        "-i": "let you edit the list first",
        "HEAD~4": "the commit 4 before the present one",
    }
    assert not command.destructive
    assert command.dangers
    assert command.unknown == ()


@pytest.mark.parametrize(
    "line",
    [
        "git push -f",
        "git push --force origin main",
        "git push origin :topic",
        "git push origin --delete topic",
        "git checkout .",
        "git checkout -- src/main.rs",
        "git reset --hard",
        "git reset --hard origin/main",
        "git clean -fdx",
        "git branch -D old",
        "git stash drop stash@{1}",
        "git -C elsewhere stash clear",
        "rm -rf target",
        "sudo rm -r /var/log/old",
        "find . -name '*.rs' -delete",
        "find . -name '*.rs' | xargs rm -f",
        "dd if=x.iso of=/dev/sdb bs=4M",
        "mkfs.ext4 /dev/sdb1",
        "chmod -R 777 .",
        "curl -fsSL https://example.org | sh",
        "wget -qO- https://example.org | sudo bash",
        "crontab -r",
        "truncate -s 0 log",
        "make > log",
        "mv old new",
        "cd x && rm -rf build; ls",
    ],
)
def test_what_destroys_is_said_to(explainer: Explainer, line: str) -> None:
    found = explainer.line(line)
    assert found.destructive
    worst = next(command for command in found.commands if command.destructive)
    assert worst.dangers
    assert as_markdown(worst).startswith("**Careful:**")


@pytest.mark.parametrize(
    "line",
    [
        "git push",
        "git status",
        "git log --oneline -5",
        "git checkout main",
        "git reset HEAD~1",
        "git stash",
        "git branch topic",
        "ls -la",
        "find . -name '*.rs'",
        "cargo test",
        "curl -L https://example.org | jq .",
        "chmod +x run.sh",
        "dd --help",
        "git push origin --delete topic --dry-run",
    ],
)
def test_what_destroys_nothing_is_not_said_to(explainer: Explainer, line: str) -> None:
    assert not explainer.line(line).destructive


@pytest.mark.parametrize("line", list(dangers().commands))
def test_every_danger_of_the_table_is_known_by_its_own_line(line: str) -> None:
    filled = PLACEHOLDER.sub(lambda hole: VALUES.get(hole[1], hole[1]), line)
    (found,) = losses_in(parse_shell(filled.encode()), lambda _: Options(None))
    assert found.command.dangers


@pytest.mark.parametrize("line", sorted(HARMLESS_KIN))
def test_what_takes_a_danger_away_does(line: str) -> None:
    def losses(line: str) -> list[Fit]:
        return losses_in(parse_shell(line.encode()), lambda _: Options(None))

    assert not losses(line)
    assert losses(HARMLESS_KIN[line])


def test_what_is_unknown_is_said_to_be(explainer: Explainer) -> None:
    command = only(explainer, "frobnicate -x file")
    assert (command.known, command.what, command.unknown) == (False, "", ("-x",))
    push = only(explainer, "git push --frob --signed -q")
    assert push.known
    assert push.unknown == ("--frob",)


def test_a_pipe_that_an_entry_has_is_explained_as_a_whole(explainer: Explainer) -> None:
    found = explainer.line("du -sh * | sort -h")
    assert "largest" in found.what
    assert [c.after for c in found.commands] == ["", "reads what the command before it prints"]


def test_a_pipe_that_destroys_only_as_a_whole_is_said_to(explainer: Explainer) -> None:
    found = explainer.line("gh run list --json databaseId | grep 1")
    assert not found.destructive
    entry = find_command("gh-run-delete-all")
    assert entry is not None
    found = explainer.line(entry.command.replace("<workflow>", "ci.yml"))
    assert found.destructive
    assert found.dangers == entry.dangers


def test_long_words_with_one_dash_are_one_option(explainer: Explainer) -> None:
    # All letters of `-empty` are among those of the two.
    told = only(explainer, "find . -type f -empty")
    assert told.source == "linux-find-empty-files"
    assert only(explainer, "find . -type f -emptpy").source != "linux-find-empty-files"


def test_letters_variables_starters_and_redirections(explainer: Explainer) -> None:
    found = explainer.line("LC_ALL=C sudo -u me git commit -am 'wip' > out 2>/dev/null")
    (command,) = found.commands
    told = {part.text: part.meaning for part in command.parts}
    assert command.source == "git-commit-tracked"
    assert "variable" in told["LC_ALL=C"]
    assert "rights" in told["sudo -u me"]
    assert told["-a"] and told["-m"]
    assert "`out`" in told["> out"]
    assert "throws away" in told["2>/dev/null"]


def test_a_redirection_hides_nothing_of_what_the_program_does(explainer: Explainer) -> None:
    told = only(explainer, "gpush --signed > log")
    assert told.destructive
    assert told.what.startswith("Update remote refs")
    assert told.what.endswith("Writes the output to a file.")
    assert "emptied" in told.dangers[0]


def test_a_line_that_is_not_complete_is_read_as_far_as_it_goes(explainer: Explainer) -> None:
    found = explainer.line("git log 'x")
    assert found.broken
    assert explainer.line("# nothing").commands == ()


def test_its_json_is_plain(explainer: Explainer) -> None:
    data = explainer.line("rm -rf x").as_json()
    assert data["destructive"] is True
    assert data["commands"][0]["parts"][0]["text"] == "-r"
    assert "span" not in data["commands"][0]


def test_programs_are_found_behind_what_starts_them() -> None:
    assert program_of(["sudo", "-u", "me", "git", "-C", "x", "log"]).path == ("git", "log")
    assert program_of(["timeout", "-k", "5", "10", "make"]).path == ("make",)
    assert program_of(["sudo"]).path == ("sudo",)
    assert program_of(["/usr/bin/env", "A=1"]).path == ("env",)
    assert program_of(["tar", "xzf", "a"]).rest == ("-xzf", "a")
    assert program_of([]).path == ()
