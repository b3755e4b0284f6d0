"""Answers with commands, over all entries: pasted output fills them, what they destroy is said."""

from __future__ import annotations

import re
import shlex
from functools import cache

import pytest

from rust_agent_lsp.features.answer import Library, answer_of
from rust_agent_lsp.matching.complaint import heard, values
from rust_agent_lsp.matching.dangers import losses_of_text
from rust_agent_lsp.model.answer import Answer
from rust_agent_lsp.model.command import Command, SlotKind
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.commands import load_commands
from rust_agent_lsp.stores.knowledge import Knowledge

# An undo that gives the text back to the letter; the answer warns nevertheless.
UNDONE = {"linux-final-newline", "linux-lf-to-crlf", "linux-utf8-remove-bom"}
# Words by which a command destroys, read by no table of ours.
SUSPECT = re.compile(
    r"(?:^|[\s|;&(])(?:rm|shred|dd|mkfs\S*|wipefs|truncate|killall|pkill|userdel|groupdel)\s"
    r"|--(?:hard|delete|force|mirror|discard-changes)\b| -D\b|\bpurge\b|\bdestroy\b"
)
HARMLESS = {
    "cargo-clippy-deny": "`-D` denies lints",
    "gh-repo-edit-delete-branch": "a setting: branches go once they are merged",
    "git-remove-file": "`git rm` refuses when changes would be lost",
    "git-remove-folder": "`git rm` refuses when changes would be lost",
    "linux-ssh-socks": "`ssh -D` names a port",
    "linux-service-create": "`systemctl edit --force` makes a file that is not there yet",
    "linux-timer-create": "`systemctl edit --force` makes a file that is not there yet",
}
CAPTURE = re.compile(r"\{(\w+)\}")
NUMBERS = (SlotKind.NUMBER, SlotKind.COUNT, SlotKind.PORT, SlotKind.PID)


@cache
def entries() -> dict[str, Command]:
    return {command.id: command for command in load_commands()}


@cache
def library() -> Library:
    return Library(Knowledge())


def told(entry: str, question: str = "") -> Answer:
    answer = answer_of(EntryKind.COMMAND, entry, question, library())
    assert answer is not None
    return answer


def test_what_the_table_calls_destructive_is_marked_in_the_entry() -> None:
    lost = {c.id for c in entries().values() if losses_of_text(c.command) and not c.destructive}
    assert lost == UNDONE


def test_every_destructive_answer_carries_its_danger_and_a_safer_way() -> None:
    silent = []
    for command in entries().values():
        answer = told(command.id)
        complete = answer.dangers and (answer.safe_alternatives or answer.preview)
        if not complete and (command.destructive or losses_of_text(answer.command)):
            silent.append(command.id)
    assert not silent


def test_no_destructive_word_goes_without_a_mark() -> None:
    found = {
        c.id
        for c in entries().values()
        if SUSPECT.search(c.command) and not c.destructive and not told(c.id).dangers
    }
    assert found == set(HARMLESS)


@pytest.mark.parametrize(
    ("entry", "question", "danger"),
    [
        ("linux-nohup-run", "run `rm -rf build` with nohup, output in log.txt", "trash"),
        ("linux-final-newline", "newline at the end of a.txt", "-i.bak"),
        ("linux-rm-folder", "delete the folder / with everything in it", "Nothing brings it back"),
    ],
)
def test_the_values_of_the_question_are_looked_at_too(
    entry: str, question: str, danger: str
) -> None:
    assert danger in " ".join(told(entry, question).dangers)


def complaints() -> list[tuple[str, str]]:
    return [
        (command.id, wording)
        for command in load_commands()
        for wording in command.errors
        if values(dict.fromkeys(CAPTURE.findall(wording), "/srv/a/v"), command.slots)
    ]


def test_many_entries_take_values_from_pasted_output() -> None:
    assert len(complaints()) >= 80
    assert len({entry for entry, _ in complaints()}) >= 65


def test_what_is_captured_fills_the_command_quoted() -> None:
    wrong = []
    for entry, wording in complaints():
        command = entries()[entry]
        kinds = {slot.name: slot.kind for slot in command.slots}
        said = {
            name: "4711"
            if kinds.get(name.replace("_", "-")) in NUMBERS
            else f"{'odd;folder/' * name.endswith('_parent')}odd;{name}"
            for name in CAPTURE.findall(wording)
        }
        line = CAPTURE.sub("{}", wording).format(*(said[name] for name in CAPTURE.findall(wording)))
        answer = told(entry, f"$ something\n{line}\nand more that was printed beside it")
        shown = "\n".join((answer.command, answer.preview, answer.undo, *answer.safe_alternatives))
        for value in values(said, command.slots).values():
            bare = shlex.quote(value)
            inside = re.search(rf"""(["'])(?:(?!\1).)*{re.escape(value)}""", shown)
            if bare not in shown and not inside:
                wrong.append((entry, wording, value, answer.command))
    assert not wrong


@pytest.mark.parametrize(
    ("entry", "said", "command"),
    [
        (
            "git-push-upstream",
            "fatal: The current branch feature-x has no upstream branch.\n"
            "To push the current branch and set the remote as upstream, use\n"
            "    git push --set-upstream origin feature-x",
            "git push -u origin feature-x",
        ),
        (
            "git-push-upstream",
            "what to do: The current branch a/b has no upstream branch",
            "git push -u origin a/b",
        ),
        (
            "git-push-upstream",
            "fatal: The current branch $(rm -rf ~) has no upstream branch.",
            "git push -u origin '$(rm -rf ~)'",
        ),
        (
            "linux-chmod-executable",
            "-bash: ./my tool.sh: Permission denied",
            "chmod +x './my tool.sh'",
        ),
        (
            "linux-chmod-executable",
            "bash: line 1: ./run.sh: Permission denied",
            "chmod +x ./run.sh",
        ),
        (
            "linux-chown-file",
            "PermissionError: [Errno 13] Permission denied: '/srv/data.db'",
            "sudo chown <user> /srv/data.db",
        ),
        (
            "linux-chown-tree",
            "touch: cannot touch '/srv/app/x.log': Permission denied",
            "sudo chown -R <user>: /srv/app",
        ),
        (
            "linux-chown-tree",
            "mkdir: cannot create directory '/data': Permission denied",
            "sudo chown -R <user>: <folder>",
        ),
        (
            "linux-chown-tree",
            "mkdir: cannot create directory ‘/usr/lib/x’: Permission denied",
            "sudo chown -R <user>: <folder>",
        ),
        ("cargo-err-select-version", "failed to select a version for `foo`", "cargo tree -i foo"),
        (
            "cargo-err-select-version",
            'error: failed to select a version for the requirement `rand = "^0.9"`',
            "cargo tree -i rand",
        ),
        (
            "linux-port-who",
            "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
            "ss -ltnp 'sport = :80'",
        ),
        (
            "linux-port-who",
            "my server on port 3000 says Address already in use (os error 98)",
            "ss -ltnp 'sport = :3000'",
        ),
        (
            "git-branch-set-upstream",
            "There is no tracking information for the current branch.\n"
            "    git branch --set-upstream-to=origin/<branch> topic",
            "git branch --set-upstream-to=origin/topic",
        ),
    ],
)
def test_pasted_output_becomes_the_command_to_type(entry: str, said: str, command: str) -> None:
    assert told(entry, said).command == command


def test_a_wording_is_known_as_people_quote_it() -> None:
    wording = "fatal: invalid reference: {branch}"
    assert heard([wording], "why invalid reference: topic, what now") is not None
    found = heard([wording], "why invalid reference: topic, what now")
    assert found is not None
    assert found.captures == {"branch": "topic"}
    assert found.rest.split() == ["why", ",", "what", "now"]
    assert heard([wording], "references are invalid") is None
    assert heard(["error: duplicate key"], "a duplicate key in my map") is None
    exact = heard(["U\t{file}"], "U\ta.txt\nHow do I go on?")
    assert exact is not None
    assert exact.rest.strip() == "How do I go on?"
    assert heard(["U\t{file}"], "see U\ta.txt there") is None
