"""Quoting: whatever a value holds, it stays one value; bash itself is asked."""

from __future__ import annotations

import re
import shlex
import subprocess
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rust_agent_lsp.matching.slot_quoting import Value, render
from rust_agent_lsp.matching.slots import Filled, fill_slots
from rust_agent_lsp.model.command import PLACEHOLDER, Command, SlotKind
from rust_agent_lsp.stores.commands import load_commands

VISIBLE = "".join(map(chr, range(32, 127)))
HOSTILE = st.text(VISIBLE + "\n\t\r\x1b\x00é", min_size=1, max_size=30)
PLAIN_KINDS = (SlotKind.TEXT, SlotKind.FILE, SlotKind.PATTERN, SlotKind.NAME, SlotKind.BRANCH)


@cache
def commands() -> dict[str, Command]:
    return {command.id: command for command in load_commands()}


def all_texts(filled: Filled) -> list[str]:
    return [filled.command, filled.preview, filled.undo, *filled.safe_alternatives]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE, min_size=1, max_size=40), st.sampled_from(PLAIN_KINDS))
def test_a_hostile_value_is_one_argument_of_the_command(values: list[str], kind: SlotKind) -> None:
    """Bash really runs the command with printf in its place; the value comes out unchanged."""
    printable = ["".join(c for c in v if c.isprintable()) for v in values]
    wanted = [v for v in printable if v and not v.startswith(("-", "~"))]
    for template in ("<v>", '"<v>"', "'<v>'", '$(printf %s "<v>")', "pre<v>post", '"pre<v>post"'):
        lines = [
            "printf '%s\\0' " + render(template, {"v": Value((value,), kind)}) for value in wanted
        ]
        if "$(" in template:
            wanted_now = [v for v in wanted if v == v.strip() and " " not in v and "*" not in v]
            lines = [
                "printf '%s\\0' \"" + render(template, {"v": Value((v,), kind)}) + '"'
                for v in wanted_now
            ]
        else:
            wanted_now = wanted
        shape = template if "pre" in template else "<v>"
        expected = [shape.strip("\"'").replace("<v>", value) for value in wanted_now]
        done = _bash("-c", "\n".join(lines))
        assert done.returncode == 0, done.stderr
        assert done.stdout.split("\0")[:-1] == expected


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE)
def test_a_hostile_program_adds_no_command(value: str) -> None:
    printable = "".join(c for c in value if c.isprintable())
    for template in (
        "env printf '%s\\n' <p>; echo end",
        "bash -c \"printf '%s\\n' <p>\"; echo end",
    ):
        text = render(template, {"p": Value((printable,), SlotKind.PROGRAM)})
        if PLACEHOLDER.search(text):
            continue
        done = _bash("-c", text)
        assert "not found" not in done.stderr, (text, done.stderr)
        assert done.stdout.endswith("end\n"), (text, done.stderr)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE, HOSTILE)
def test_a_hostile_pattern_stays_inside_seds_script(old: str, new: str) -> None:
    """No value closes the pattern: sed gets one `s` command and never runs a program."""
    values = {
        "old": Value(("".join(c for c in old if c.isprintable()),), SlotKind.TEXT),
        "new": Value(("".join(c for c in new if c.isprintable()),), SlotKind.TEXT),
    }
    text = render("sed --sandbox 's/<old>/<new>/g' /dev/null", values)
    script = shlex.split(text)[2]
    parts = re.fullmatch(r"s/((?:\\.|[^\\/])*)/((?:\\.|[^\\/])*)/g", script, re.S)
    assert parts, script
    done = _bash("-c", text)
    assert "e/r/w commands disabled" not in done.stderr
    assert "unknown option" not in done.stderr


ESCAPES = (
    "; touch x",
    "$(touch x)",
    "`touch x`",
    "' ; touch x; '",
    '" ; touch x; "',
    "| sh",
    '\\"; sh',
    "a\\'; sh #",
    "}; sh",
    "/e;sh",
    "<(sh)",
    "--exec=sh",
)


@pytest.mark.parametrize("value", ESCAPES)
def test_no_value_adds_a_command_to_any_entry(value: str) -> None:
    """Every slot of every command gets it; the shell sees the same signs as with a plain word."""
    found = []
    for command in commands().values():
        values = {s.name: Value((value,), s.kind, s.many) for s in command.slots}
        steps = [step.command for step in command.steps]
        for text in (*steps, command.preview, command.undo, *command.safe_alternatives):
            filled = PLACEHOLDER.sub("v", render(text, values))
            if _separators(filled) != _separators(PLACEHOLDER.sub("v", text)):
                found.append((command.id, filled))
    assert not found


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(commands())), HOSTILE)
def test_no_text_adds_a_command_to_an_entry(entry: str, noise: str) -> None:
    command = commands()[entry]
    value = "".join(c for c in noise if c.isprintable()) or "v"
    values = {s.name: Value((value,), s.kind, s.many) for s in command.slots}
    for step in command.steps:
        filled = PLACEHOLDER.sub("v", render(step.command, values))
        assert _separators(filled) == _separators(PLACEHOLDER.sub("v", step.command)), filled


def _separators(text: str) -> list[str]:
    """The signs that end a command or start another one, outside of quotes."""
    found, open_marks, at = [], [""], 0
    while at < len(text):
        char, mark = text[at], open_marks[-1]
        if char == "\\" and mark != "'":
            at += 1
        elif text.startswith("$(", at) and mark != "'":
            found.append("$(")
            open_marks.append(")")
            at += 1
        elif char == mark:
            open_marks.pop()
        elif char in "\"'" and mark in ("", ")"):
            open_marks.append(char)
        elif (char in ";&|<>()\n" and mark in ("", ")")) or (char in "`$" and mark != "'"):
            found.append(text[at : at + 2] if char == "$" else char)
        at += 1
    return [*found, *open_marks]


@pytest.mark.parametrize(
    ("template", "value", "filled"),
    [
        ('-m "<v>"', "it's", '-m "it\'s"'),
        ('-m "<v>"', 'say "$x" `y`', '-m "say \\"\\$x\\" \\`y\\`"'),
        ("rm <v>", "a b", "rm 'a b'"),
        ("rm <v>", "-rf", "rm <v>"),
        ("cd <v>", "~/my dir", "cd ~/'my dir'"),
        ("git reset <v>", "HEAD~2", "git reset HEAD~2"),
        ("git stash drop <v>", "stash@{1}", "git stash drop stash@{1}"),
        ("awk '$1 == \"<v>\"' x", 'a" || system("x', 'awk \'$1 == "a\\" || system(\\"x"\' x'),
        ("awk 'BEGIN {print <v>}'", 'system("x")', "awk 'BEGIN {print <v>}'"),
        ("jq '.<v>' x", "a | input", "jq '.<v>' x"),
        ("perl -pe 's/<v>/y/'", "@{[`x`]}", "perl -pe 's/\\@{[`x`]}/y/'"),
        ("perl -pe 's/<v>/y/'", "(?{`x`})", "perl -pe 's/<v>/y/'"),
        ("echo $((<v>))", "a[$(x)]", "echo $((<v>))"),
        ("sed 's|<v>|y|'", "a|b", "sed 's|a\\|b|y|'"),
        ('echo "hi <v>" # for <v>', "a!b", 'echo "hi a"\'!\'"b" # for a!b'),
    ],
)
def test_each_place_has_its_own_quoting(template: str, value: str, filled: str) -> None:
    assert render(template, {"v": Value((value,), SlotKind.TEXT)}) == filled


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(commands())), HOSTILE)
def test_no_question_brings_a_line_break_or_control_character(entry: str, noise: str) -> None:
    command = commands()[entry]
    asked = f'{command.utterances[0]} "{noise}" {noise}'
    filled = fill_slots(command, asked)
    assert len(filled.command.split("\n")) == len(command.steps)
    for text in all_texts(filled):
        assert all(char.isprintable() or char == "\n" for char in text)
    assert filled.preview.count("\n") == command.preview.count("\n")
    assert filled.undo.count("\n") == command.undo.count("\n")


def _bash(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run bash with nothing of the user's; `text` is what it reads."""
    return subprocess.run(
        ["/bin/bash", "--norc", "--noprofile", *arguments],
        input=text,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        cwd="/",
        check=False,
    )
