"""Writes one last arm for everything that a `match` leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.arms import find_gap, insert_arms, plain_body
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety


class AddWildcardArm(FixRule):
    """Adds `_ => …` with a body that does nothing or gives the plainest value.

    A variant that is added to the enum later falls into this arm without a word from the compiler.
    """

    codes: ClassVar = ("E0004",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='pub fn name(x: u8) -> &\'static str {\n    match x {\n        0 => "zero",\n'
            '        1 => "one",\n    }\n}\n',
            after='pub fn name(x: u8) -> &\'static str {\n    match x {\n        0 => "zero",\n'
            '        1 => "one",\n        _ => "",\n    }\n}\n',
        ),
        Example(
            before='pub fn show(word: &str) {\n    match word {\n        "a" => println!("A"),\n'
            "    }\n}\n",
            after='pub fn show(word: &str) {\n    match word {\n        "a" => println!("A"),\n'
            "        _ => {}\n    }\n}\n",
        ),
        Example(
            before="pub fn sum(x: u8, y: u8) -> u8 {\n    match (x, y) {\n        (0, n) => n,\n"
            "        (n, 0) => n,\n    }\n}\n",
            after="pub fn sum(x: u8, y: u8) -> u8 {\n    match (x, y) {\n        (0, n) => n,\n"
            "        (n, 0) => n,\n        _ => 0,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum E {\n    A,\n    B,\n}\nimpl E {\n    pub fn me(self) -> impl Fn() -> E {\n"
        "        let made = match self {\n            E::A => || E::B,\n        };\n"
        "        made\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        gap = find_gap(site)
        body = plain_body(site, gap) if gap is not None else None
        if gap is None:
            return
        cost = "Cases that come later fall into this arm too."
        # Where the missing cases have names, an arm for each is what people mean.
        nameless = all(set(p) <= set("_(), ") for p in gap.patterns)
        if body is not None:
            gives = "does nothing" if body == "{}" else f"gives `{body}`"
            yield site.candidate(
                self.id,
                f"Add an arm `_` for all other cases, which {gives}",
                *insert_arms(site.source, gap, ("_",), body),
                safety=self.safety if nameless else Safety.GUESS,
                cost=cost,
            )
        elif nameless:
            yield site.candidate(
                self.id,
                "Add an arm `_` for all other cases with `todo!()`",
                *insert_arms(site.source, gap, ("_",), "todo!()"),
                safety=Safety.GUESS,
                cost=f"The program stops with a panic when it comes to `todo!()`. {cost}",
            )
