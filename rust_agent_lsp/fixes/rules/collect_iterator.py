"""Gathers what an iterator yields where its items are needed together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.types import NUMBERS, plain, split_generic

_ADAPTERS = words(
    "Map Filter FilterMap FlatMap Flatten Rev Enumerate Skip SkipWhile Take TakeWhile Zip Chain"
    " Cloned Copied Chars CharIndices Bytes Lines Split SplitWhitespace Windows Chunks StepBy"
    " Peekable Scan Inspect Cycle Keys Values IntoKeys IntoValues Drain Repeat MapWhile Once Empty"
    " RepeatN FromFn Successors Difference SymmetricDifference Intersection Union ExtractIf RSplit"
    " SplitN RSplitN SplitTerminator SplitInclusive SplitAsciiWhitespace Matches"
    " MatchIndices ChunksExact RChunks ArrayChunks Args Vars ReadDir IntoIter"
)
_HOLDERS = words(
    "Vec String HashMap HashSet BTreeMap BTreeSet VecDeque BinaryHeap LinkedList Result Option Box"
)


class CollectIterator(FixRule):
    """Ends the chain with `.collect()`, or with `.sum()` where a number is needed.

    A number may as well be meant to be a count or a product; the sum is a guess.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn doubled(v: &[i32]) -> Vec<i32> {
    v.iter().map(|n| n * 2)
}
fn main() {
    println!("{:?}", doubled(&[1]));
}
""",
            after="""\
fn doubled(v: &[i32]) -> Vec<i32> {
    v.iter().map(|n| n * 2).collect()
}
fn main() {
    println!("{:?}", doubled(&[1]));
}
""",
        ),
        Example(
            before="""\
fn main() {
    let words = ["a", "b"];
    let picked: Vec<&str> = words.iter().filter(|w| w.len() == 1);
    println!("{picked:?}");
}
""",
            after="""\
fn main() {
    let words = ["a", "b"];
    let picked: Vec<&str> = words.iter().filter(|w| w.len() == 1).cloned().collect();
    println!("{picked:?}");
}
""",
        ),
        Example(
            before="""\
fn main() {
    let total: u64 = [1, 2].iter().map(|n| n * 3);
    println!("{total}");
}
""",
            after="""\
fn main() {
    let total: u64 = [1, 2].iter().map(|n| n * 3).sum();
    println!("{total}");
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n: i32 = Some(1).map(|n| n + 1);\n    println!("{n}");\n}\n',
        "fn main() {\n    let v: Vec<i32> = 1..3;\n    let w: bool = v.iter();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = split_generic(plain(types[0]))[0], split_generic(plain(types[1]))[0]
        if found not in _ADAPTERS:
            return
        text = short(site.source.slice(site.diagnostic.span))
        if wanted in _HOLDERS:
            for call in (".collect()", ".cloned().collect()", ".map(String::from).collect()"):
                yield site.candidate(
                    self.id,
                    f"Gather the items of `{text}` with `{call}`",
                    *suffix(site.source, site.diagnostic.span, call),
                    cost="" if call == ".collect()" else "Copies every item.",
                )
        elif wanted in NUMBERS:
            yield site.candidate(
                self.id,
                f"Add up the items of `{text}` with `.sum()`",
                *suffix(site.source, site.diagnostic.span, ".sum()"),
                safety=Safety.GUESS,
                cost="That a sum is meant is a guess.",
            )
