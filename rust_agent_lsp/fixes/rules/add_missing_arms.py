"""Writes the arms that a `match` lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.arms import find_gap, insert_arms, plain_body
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety


class AddMissingArms(FixRule):
    """Adds an arm for each pattern that is not covered.

    The new arms do nothing or give the plainest value of the type, which may be wrong for the
    program; where no such value is known, the arm is `todo!()`, which stops the program there.
    """

    codes: ClassVar = ("E0004",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub enum Shape {\n    Dot,\n    Circle(u8),\n    Box { side: u8 },\n}\n"
            "pub fn area(shape: Shape) -> u8 {\n    match shape {\n        Shape::Dot => 0,\n"
            "    }\n}\n",
            after="pub enum Shape {\n    Dot,\n    Circle(u8),\n    Box { side: u8 },\n}\n"
            "pub fn area(shape: Shape) -> u8 {\n    match shape {\n        Shape::Dot => 0,\n"
            "        Shape::Circle(_) => 0,\n        Shape::Box { .. } => 0,\n    }\n}\n",
        ),
        Example(
            before="pub fn show(name: Option<&str>) {\n    match name {\n"
            '        Some(n) => println!("{n}")\n    }\n}\n',
            after="pub fn show(name: Option<&str>) {\n    match name {\n"
            '        Some(n) => println!("{n}"),\n        None => {}\n    }\n}\n',
        ),
        Example(
            before="pub struct Id;\npub fn pick(on: bool, id: Id) -> Id {\n    match on {\n"
            "        true => id,\n    }\n}\n",
            after="pub struct Id;\npub fn pick(on: bool, id: Id) -> Id {\n    match on {\n"
            "        true => id,\n        false => todo!(),\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: f64) -> u8 {\n    match x {\n        0.5 => 2,\n    }\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        gap = find_gap(site)
        if gap is None or all(set(p) <= set("_(), ") for p in gap.patterns):
            return
        names = [f"`{pattern}`" for pattern in gap.patterns]
        joined = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        arms = f"the missing arm{'s' if names[1:] else ''} {joined}"
        body = plain_body(site, gap)
        if body is not None:
            verb = ("do", "give") if names[1:] else ("does", "gives")
            does = f"{verb[0]} nothing" if body == "{}" else f"{verb[1]} `{body}`"
            yield site.candidate(
                self.id,
                f"Add {arms}, which {does}",
                *insert_arms(site.source, gap, gap.patterns, body),
                safety=self.safety,
                cost="What the new case should really do is still to be written.",
            )
        yield site.candidate(
            self.id,
            f"Add {arms} with `todo!()`",
            *insert_arms(site.source, gap, gap.patterns, "todo!()"),
            safety=Safety.GUESS,
            cost="The program stops with a panic when it comes to `todo!()`.",
        )
