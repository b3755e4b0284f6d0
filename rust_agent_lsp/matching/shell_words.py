"""What the shell's own signs mean, and Git's names of commits: no program, so no entry has them."""

from __future__ import annotations

import re

_JOINTS = {
    "|": "reads what the command before it prints",
    "|&": "reads what the command before it prints, its errors too",
    "&&": "runs only if the command before it succeeded",
    "||": "runs only if the command before it failed",
    ";": "runs after the command before it, whatever became of that",
    "&": "runs while the command before it goes on in the background",
}
_STARTERS = {
    "sudo": "runs the rest with the rights of the administrator (or of the user after `-u`)",
    "doas": "runs the rest with the rights of the administrator (or of the user after `-u`)",
    "env": "runs the rest with a changed environment",
    "nohup": "runs the rest so that it goes on when the terminal is closed",
    "nice": "runs the rest with less claim to the processor",
    "ionice": "runs the rest with another claim to the disk",
    "timeout": "runs the rest and ends it when the time is over",
    "time": "runs the rest and says how long it took",
    "xargs": "runs the rest with the words that it reads as further arguments",
    "setsid": "runs the rest in a session of its own",
    "command": "runs the rest as a program, past aliases and functions",
    "builtin": "runs the rest as the shell's own command",
    "exec": "puts the rest in place of the shell",
    "watch": "runs the rest again and again and shows what it prints",
    "stdbuf": "runs the rest with other buffers for its input and output",
}
_REDIRECTS = (
    (r"2>\s*&1|2>&1", "sends the errors where the output goes"),
    (r"(?:&>|>&|\d?>)\s*/dev/null", "throws away what is printed there"),
    (r"2>>\s*(.+)", "adds the errors to the end of `{0}`"),
    (r"2>\s*(.+)", "writes the errors to `{0}`, whose former content is lost"),
    (r"&>>\s*(.+)", "adds output and errors to the end of `{0}`"),
    (r"(?:&>|>&)\s*(.+)", "writes output and errors to `{0}`, whose former content is lost"),
    (r"1?>>\s*(.+)", "adds the output to the end of `{0}`"),
    (r"1?>\|?\s*(.+)", "writes the output to `{0}`, whose former content is lost"),
    (r"<<<\s*(.+)", "gives it this text to read"),
    (r"<<-?\s*(\S+)", "gives it the lines up to `{0}` to read"),
    (r"<\s*(.+)", "gives it `{0}` to read"),
)
_REVISIONS = (
    (r"HEAD|@", "the commit that is checked out"),
    (r"(?:HEAD|@)[~^]1?", "the commit before the present one"),
    (r"(?:HEAD|@)~(\d+)", "the commit {0} before the present one"),
    (r"HEAD@\{(\d+)\}", "where HEAD stood {0} moves ago"),
    (r"ORIG_HEAD", "where the branch stood before the last great move"),
    (r"FETCH_HEAD", "what was fetched last"),
    (r"stash@\{(\d+)\}", "the stash number {0}, the newest being 0"),
    (r"(\S*)@\{u(?:pstream)?\}", "the remote branch that the branch follows"),
    (r"(\S+)\.\.\.(\S*)", "what stands in one of the two and not in both"),
    (r"(\S+)\.\.(\S+)", "what `{1}` has and `{0}` has not"),
    (r"(\S+)\^", "the parent of `{0}`"),
    (r"(\S+)~(\d+)", "the commit {1} before `{0}`"),
    (r":([\w/.-]+)", "nothing, put on the remote branch `{0}`: that deletes it"),
    (r"\+(\S+)", "`{0}`, put there by force"),
    (r"(origin|upstream)", "the remote repository `{0}`"),
)


def joint(operator: str) -> str:
    """Return how a command hangs on the one before it; empty for none."""
    return _JOINTS.get(operator, "")


def starter(program: str) -> str:
    """Return what a program does that starts another one."""
    return _STARTERS.get(program, "runs the rest")


def redirect(text: str) -> str:
    """Return what a redirection does; empty where it is of an unknown form."""
    return _said(_REDIRECTS, text)


def revision(word: str) -> str:
    """Return which commit, remote or range a word names to Git; empty for a plain name."""
    return _said(_REVISIONS, word)


def _said(rows: tuple[tuple[str, str], ...], text: str) -> str:
    for form, says in rows:
        if found := re.fullmatch(form, text.strip()):
            return says.format(*found.groups())
    return ""
