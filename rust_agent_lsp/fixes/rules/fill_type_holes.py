"""Fills the type parameters that rustc leaves open when it asks for a type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import generic_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Suggestion
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import descendants, text_of

_HOLE = re.compile(r"/\* Type \*/|\b[A-Z]\d?\b|(?<=\[)_(?=; 0\])")
_USUAL = ("i32", "String", "&str")


class FillTypeHoles(FixRule):
    """Writes a type where rustc would have `::<T>` or `: Result<_, E>`, with `T` to be chosen.

    A type that has the trait in question comes first, then `i32`, `String` and `&str`. It is a
    guess: any type would do as far as the compiler can tell.
    """

    codes: ClassVar = ("E0282", "E0283", "E0284")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="fn make<A: Default>() -> A {\n    A::default()\n}\n"
            "fn main() {\n    let _ = make;\n}\n",
            after="fn make<A: Default>() -> A {\n    A::default()\n}\n"
            "fn main() {\n    let _ = make::<i32>;\n}\n",
            code="E0283",
        ),
        Example(
            before="fn main() {\n    let again = |r| {\n        let v = r?;\n"
            "        Ok(v)\n    };\n    let _ = again(again(Ok(())));\n}\n",
            after="fn main() {\n    let again = |r: Result<_, String>| {\n"
            "        let v = r?;\n        Ok(v)\n    };\n"
            "    let _ = again(again(Ok(())));\n}\n",
            code="E0282",
        ),
        Example(
            before="pub struct Tag<T>(T);\nimpl<T> Tag<T> {\n    pub fn new() {}\n}\n"
            "type Alias<T> = Tag<Box<T>>;\nfn main() {\n    Alias::new();\n}\n",
            after="pub struct Tag<T>(T);\nimpl<T> Tag<T> {\n    pub fn new() {}\n}\n"
            "type Alias<T> = Tag<Box<T>>;\nfn main() {\n    Alias::<i32>::new();\n}\n",
            code="E0282",
        ),
        Example(
            before="fn zeros<const N: usize>() -> usize {\n    N\n}\nfn main() {\n"
            "    zeros();\n}\n",
            after="fn zeros<const N: usize>() -> usize {\n    N\n}\nfn main() {\n"
            "    zeros::<1>();\n}\n",
            code="E0284",
        ),
        Example(
            before="fn main() {\n    let none = &[];\n    let _ = none.iter();\n}\n",
            after="fn main() {\n    let none: &[i32; 0] = &[];\n    let _ = none.iter();\n}\n",
            code="E0282",
        ),
        Example(
            before='fn main() {\n    println!("{:?}", []);\n}\n',
            after='fn main() {\n    println!("{:?}", [] as [i32; 0]);\n}\n',
            code="E0282",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let v = [1, 2].iter().map(|n| n * 2).collect();\n"
        '    println!("{v:?}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        declared = set(generic_names(site.node))
        for suggestion in site.diagnostic.suggestions:
            texts = [edit.text for file in suggestion.edits for edit in file.edits]
            holes = {h for text in texts for h in _HOLE.findall(text)} - declared
            if not holes:
                continue
            usual = ("String",) if holes == {"E"} else _USUAL
            constant = rf"const parameter `{re.escape(min(holes))}`"
            if len(holes) == 1 and (site.match(constant) or re.search(constant, suggestion.text)):
                usual = ("1",)
            for kind in dict.fromkeys((*_kinds(site), *usual)):
                yield self._filled(suggestion, holes, kind)
            return
        yield from self._unsuggested(site)

    def _unsuggested(self, site: Site) -> Iterator[Candidate]:
        """Fill a `_` at the place itself, or add the arguments of a type alias."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        alias = site.match(r"cannot infer type for type parameter `\w+` declared on the type alias")
        open_argument = re.search(r"(?<=[<,\s])_(?=[>,])", text)
        for kind in _USUAL:
            if alias is not None and re.fullmatch(r"\w+", text):
                edit = Edit.insert(span.end, f"::<{kind}>")
            elif text == "[]":
                edit = Edit.insert(span.end, f" as [{kind}; 0]")
            elif open_argument is not None:
                at = span.start + len(text[: open_argument.start()].encode())
                edit = Edit(Span(at, at + 1), kind)
            else:
                return
            yield site.candidate(
                self.id,
                f"Take `{kind}` for the type that is open in `{short(text)}`",
                edit,
                safety=Safety.GUESS,
                cost="The type is a guess.",
            )

    def _filled(self, suggestion: Suggestion, holes: set[str], kind: str) -> Candidate:
        """Return the suggestion with `kind` in all its holes."""

        def fill(text: str) -> str:
            return _HOLE.sub(lambda m: kind if m[0] in holes else m[0], text)

        edits = tuple(
            FileEdit(file.path, tuple(Edit(e.span, fill(e.text)) for e in file.edits))
            for file in suggestion.edits
        )
        shown = next(e.text for file in edits for e in file.edits if kind in e.text).strip(": ")
        title = f"Take `{kind}` for the type that is open: `{shown}`"
        return Candidate(self.id, title, edits, Safety.GUESS, "The type is a guess.")


def _kinds(site: Site) -> Iterator[str]:
    """Yield the types of this file that have the trait which the open type must have."""
    wanted = site.match(r"cannot satisfy `_: (?:\w+::)*(\w+)")
    for block in descendants(site.source.tree.root_node, "impl_item") if wanted else ():
        trait, kind = block.child_by_field_name("trait"), block.child_by_field_name("type")
        if trait is not None and kind is not None and wanted is not None:
            generic = block.child_by_field_name("type_parameters") is not None
            if text_of(trait).rpartition("::")[2] == wanted[1] and not generic:
                yield text_of(kind)
