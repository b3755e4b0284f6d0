"""Adds the quote or comment mark that a literal or comment lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.quotes import places

# What the compiler says of the text that a lost quote turns into code.
_UNQUOTED = re.compile(
    r"^(?:unknown start of token|prefix |expected |unexpected |unterminated|invalid |mismatched"
    r"|this file contains an unclosed|unknown character escape|character literal|no rules expected"
    r"|unclosed|reserved |Rust has no|requires |format argument|literal out|non-item)"
)
_SAFETY = (Safety.SAFE, Safety.CHANGES_BEHAVIOUR, Safety.GUESS)


class CloseLiteral(FixRule):
    """Adds the quote that is missing on a line, or the end of a comment or raw string.

    Which words belong to the string is read from the line: its brackets, the names that the rest
    of the file knows, the placeholders of a format string. The second choice may be meant.
    """

    codes: ClassVar = ("E0765", "E0766", "E0762", "E0763", "E0758", "E0748", "")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='pub fn f() -> String {\n    let s = String::from("ab);\n    s\n}\n',
            after='pub fn f() -> String {\n    let s = String::from("ab");\n    s\n}\n',
            code="E0765",
        ),
        Example(
            before='pub fn f() {\n    let n = ["one", two"];\n    println!("{}", n[0]);\n}\n',
            after='pub fn f() {\n    let n = ["one", "two"];\n    println!("{}", n[0]);\n}\n',
        ),
        Example(
            before="pub static C: char = '●;\n",
            after="pub static C: char = '●';\n",
            code="E0762",
        ),
        Example(
            before="pub fn f(c: char) -> bool {\n    c == ;' || c == ','\n}\n",
            after="pub fn f(c: char) -> bool {\n    c == ';' || c == ','\n}\n",
            code="E0762",
        ),
        Example(
            before="pub fn f(c: char) -> bool {\n    c == '\\'\n}\n",
            after="pub fn f(c: char) -> bool {\n    c == '\\\\'\n}\n",
            code="E0762",
        ),
        Example(
            before="pub fn f(n: u8) -> String {\n    format!('no. {}', n)\n}\n",
            after='pub fn f(n: u8) -> String {\n    format!("no. {}", n)\n}\n',
            code="E0762",
        ),
        Example(
            before='pub fn f() -> &\'static str {\n    r#"ab"\n}\n',
            after='pub fn f() -> &\'static str {\n    r#"ab"#\n}\n',
            code="E0748",
        ),
        Example(
            before="/* What it does.\npub fn f() {}\n",
            after="/* What it does. */\npub fn f() {}\n",
            code="E0758",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    b'\n}\n", "pub fn f() -> u8 {\n    1 +\n}\n")

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        code, start = site.diagnostic.code, site.diagnostic.span.start
        line = site.source.text[start : site.source.line_end(start)].decode(errors="replace")
        if code == "E0748":
            raw = re.match(r'r(#+)"[^"]*"(?!#)', line)
            if raw is not None:
                edit = Edit.insert(start + len(raw[0].encode()), raw[1])
                yield site.candidate(self.id, f"End the string with `{raw[1]}`", edit)
        elif code == "E0758":
            space = "" if line.endswith((" ", "*")) else " "
            edit = Edit.insert(start + len(line.rstrip().encode()), f"{space}*/")
            yield site.candidate(self.id, "End the comment on its line", edit)
        elif code or _UNQUOTED.search(site.diagnostic.message):
            for safety, place in zip(_SAFETY, places(site.source, start), strict=False):
                what = f"the quote that `{short(place.shown)}` lacks"
                title = f"Add {what}" if place.shown else "Drop the quote that is too many"
                yield site.candidate(self.id, title, place.edit, safety=safety)
            if code in ("E0762", "E0763") or "one codepoint" in site.diagnostic.message:
                yield from self._character(site, start, line)

    def _character(self, site: Site, start: int, line: str) -> Iterator[Candidate]:
        begin = site.source.line_start(start)
        before = site.source.text[begin:start].decode(errors="replace")
        whole = before + line
        slash = re.search(r"'\\'(?!')", whole)
        if slash is not None:
            at = begin + len(whole[: slash.start() + 2].encode())
            yield site.candidate(self.id, "Write `'\\\\'` for a backslash", Edit.insert(at, "\\"))
            return
        # Whole characters before the odd quote are no part of a text.
        plain = re.sub(r"'(?:\\.|[^\\'])'", lambda m: "_" * len(m[0]), before)
        text = re.search(r"(?<!\w)'([^'\"\n]{2,})$", plain)
        if text is not None and line.startswith("'"):
            opening = Span(begin + len(before[: text.start()].encode()), start + 1)
            new = f'"{before[text.start() + 1 :]}"'
            yield site.candidate(self.id, f"Write `{short(new)}`", Edit(opening, new))
            return
        first = re.match(r"b?'(?:\\.|[^\\'])(?=\s*(?:$|[)\],;|}:.]|=>|if\b|\.\.))", line)
        if first is not None:
            edit = Edit.insert(start + len(first[0].encode()), "'")
            yield site.candidate(self.id, f"End the character: `{first[0]}'`", edit)
        sign = re.search(r"(?:^|[(\[{,|=&>\s])(\\.|\S)$", before)
        if sign is not None and sign[1] != "'" and site.diagnostic.code != "E0763":
            edit = Edit.insert(start - len(sign[1].encode()), "'")
            yield site.candidate(self.id, f"Begin the character: `'{sign[1]}'`", edit)
