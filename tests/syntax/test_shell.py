"""Shell text in its commands, words and redirections."""

from __future__ import annotations

import pytest

from rust_agent_lsp.syntax.shell import parse_shell


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('git log \'a b\' "c\\"d" e\\ f', [["git", "log", "a b", 'c"d', "e f"]]),
        ("git log --format='%h %s'", [["git", "log", "--format=%h %s"]]),
        ("a | b && c; d", [["a"], ["b"], ["c"], ["d"]]),
        ("for f in *; do rm $(ls -l $f); done", [["rm", "$(ls -l $f)"], ["ls", "-l", "$f"]]),
        ("export A=1", [["export", "A=1"]]),
        ("# nothing", []),
        ("", []),
    ],
)
def test_words_are_what_the_program_gets(line: str, words: list[list[str]]) -> None:
    shell = parse_shell(line.encode())
    assert [[word.text for word in command.words] for command in shell.commands] == words
    assert not shell.broken


def test_operators_variables_and_redirections_belong_to_their_command() -> None:
    text = b"A=1 make -j2 2>err && cat x | sort >> out 2>&1"
    make, cat, sort = parse_shell(text).commands
    assert (make.variables, make.redirects, make.after) == (("A=1",), ("2>err",), "")
    assert (cat.redirects, cat.after) == ((), "&&")
    assert (sort.redirects, sort.after) == ((">> out", "2>&1"), "|")
    assert text[sort.span.start : sort.span.end] == b"sort"


def test_a_here_document_is_no_part_of_its_redirection() -> None:
    cat, sort = parse_shell(b"cat <<END | sort\nrm -rf /\nEND\n").commands
    assert cat.redirects == ("<<END",)
    assert [word.text for word in sort.words] == ["sort"]


def test_an_open_quote_is_noticed() -> None:
    shell = parse_shell(b"rm -r 'x")
    assert shell.broken
