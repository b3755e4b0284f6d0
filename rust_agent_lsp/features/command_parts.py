"""The words of one command explained one by one: options, their values, names of commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rust_agent_lsp.ingest.manual_options import ManualPage
from rust_agent_lsp.matching.command_line import is_option
from rust_agent_lsp.matching.shell_words import revision


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a command and what it means there; empty: nothing is known of it."""

    text: str
    meaning: str
    is_flag: bool = False


@dataclass(frozen=True)
class Options:
    """The spellings of a page's options."""

    page: ManualPage | None

    def same(self, option: str) -> str:
        """Return the one name of an option's spellings."""
        known = self.page.options.get(option) if self.page else None
        return known.names[-1] if known else option

    def takes_value(self, option: str) -> bool:
        """Say whether the word after the option is its value."""
        known = self.page.options.get(option) if self.page else None
        return bool(known and known.takes_value)


def words_in(
    words: Sequence[str],
    flags: dict[str, str],
    options: Options,
    slots: dict[str, str],
    *,
    is_git: bool,
) -> Iterator[Part]:
    """Yield what each of `words` means: by what entries say of the `flags`, else by the manual.

    `slots` says what sort of value a word is.
    """
    value_of = ""
    ended = False
    for word in words:
        if word == "--" and not ended:
            ended = True
            yield Part(word, "ends the options: what follows are names")
        elif ended and (says := flags.get(f"-- {word}")):
            yield Part(word, says, is_flag=True)
        elif is_option(word) and not ended:
            told = list(_option(word, flags, options))
            yield from told
            last = told[-1].text.partition("=")[0]
            value_of = last if options.takes_value(last) and "=" not in word else ""
            if value_of and len(told) == 1 and told[0].text != word:
                value_of = ""  # attached, as in `-n5`
        elif value_of:
            yield Part(word, f"the value of {value_of}")
            value_of = ""
        else:
            meaning = revision(word) if is_git else ""
            kind = slots.get(word, "")
            yield Part(word, meaning or (f"the {kind}" if kind else ""))


def _option(word: str, flags: dict[str, str], options: Options) -> Iterator[Part]:
    """Yield what an option means, letter by letter where several are written as one."""
    name = word.partition("=")[0]
    meaning = _meaning(word, flags, options) or _meaning(name, flags, options)
    if not meaning and re.fullmatch(r"-\d+", word):
        says = _meaning("-n", flags, options)
        yield Part(word, f"as `-n {word[1:]}`: {says}" if says else "", is_flag=True)
        return
    if meaning or word.startswith("--") or len(word) == 2:
        yield Part(word, meaning, is_flag=True)
        return
    if options.takes_value(word[:2]) and (says := _meaning(word[:2], flags, options)):
        yield Part(word[:2], f"{says} Here: `{word[2:]}`.", is_flag=True)
        return
    letters = [f"-{letter}" for letter in word[1:]]
    told = [Part(one, _meaning(one, flags, options), is_flag=True) for one in letters]
    if any(part.meaning for part in told):
        yield from told
    else:
        yield Part(word, "", is_flag=True)


def _meaning(option: str, flags: dict[str, str], options: Options) -> str:
    if option in flags:
        return flags[option]
    same = options.same(option)
    for flag, says in flags.items():
        if options.same(flag) == same:
            return says
    known = options.page.options.get(option) if options.page else None
    return known.says if known else ""
