"""Changes a declared type that disagrees with what is done with its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.declared_types import (
    TYPES,
    declared_near,
    declares_alike,
    differences,
    owner_of,
    same,
    whole_numbers,
)
from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import descendants, text_of
from rust_agent_lsp.syntax.types import NUMBERS

_PAIRS = (
    r"cannot \w+ `(?P<a>[^`]+)` (?:to|from|by|with|and) `(?P<b>[^`]+)`",
    r"can't compare `(?P<a>[^`]+)` with `(?P<b>[^`]+)`",
    r"value of type `(?P<a>[^`]+)` cannot be made by \w+ an iterator over elements of type"
    r" `(?P<b>[^`]+)`",
    r"expected `[^`]+` to be an iterator that yields `(?P<a>[^`]+)`, but it yields `(?P<b>[^`]+)`",
    r"type mismatch resolving `<.+ as .+>::\w+ == (?P<a>[^`]+)`.*found `(?P<b>[^`]+)`",
)
_SLICE = re.compile(
    r"size for values of type `(?P<s>\[[^`]+\])`|of type `&?(?P<t>\[[^`]+\])` cannot be built"
    r"|no method named `(?:push|pop|insert|remove|extend|truncate|clear|drain|retain|append|dedup)`"
    r" found for \w+(?: \w+)? `&?(?:mut )?(?P<u>\[[^`]+\])`"
)
_WHOLE = re.compile(r"\{?integer\}?|an? integer")
_FLOAT = re.compile(r"\{?float\}?|floating-point number")
_NUMBER_WORD = rf"{_WHOLE.pattern}|{_FLOAT.pattern}"


class CorrectDeclaredType(FixRule):
    """Declares a variable, parameter, field, constant or result with the type that is used.

    The compiler accepts it only where all uses of the declaration agree on the other type.
    Numbers of another type have another range, and who else uses the item sees the new type.
    """

    codes: ClassVar = ("E0308", "E0277", "E0599", "E0271", "E0053", "")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn double(n: i32) -> u64 {\n    n * 2\n}\nfn main() {\n"
            "    let d: i32 = double(4);\n    assert_eq!(d, 8);\n}\n",
            after="fn double(n: i32) -> i32 {\n    n * 2\n}\nfn main() {\n"
            "    let d: i32 = double(4);\n    assert_eq!(d, 8);\n}\n",
            code="E0308",
        ),
        Example(
            before="struct Colour {\n    red: u8,\n    blue: char,\n}\nfn main() {\n"
            "    let c = Colour { red: 255, blue: 90 };\n"
            "    assert!(c.red > c.blue);\n}\n",
            after="struct Colour {\n    red: u8,\n    blue: u8,\n}\nfn main() {\n"
            "    let c = Colour { red: 255, blue: 90 };\n"
            "    assert!(c.red > c.blue);\n}\n",
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let sizes = [3usize, 4];\n"
            '    let total: i32 = sizes.iter().sum();\n    println!("{total}");\n}\n',
            after="fn main() {\n    let sizes = [3usize, 4];\n"
            '    let total: usize = sizes.iter().sum();\n    println!("{total}");\n}\n',
            code="E0277",
        ),
        Example(
            before="fn fill(list: &mut [u16]) {\n    list.push(7);\n}\nfn main() {\n"
            "    let mut list: Vec<u16> = Vec::new();\n    fill(&mut list);\n}\n",
            after="fn fill(list: &mut Vec<u16>) {\n    list.push(7);\n}\nfn main() {\n"
            "    let mut list: Vec<u16> = Vec::new();\n    fill(&mut list);\n}\n",
            code="E0599",
        ),
        Example(
            before='const NAME: String = "abc";\nfn main() {\n    println!("{NAME}");\n}\n',
            after='const NAME: &str = "abc";\nfn main() {\n    println!("{NAME}");\n}\n',
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let all: u8 = [1, 2];\n    assert_eq!(all[0], 1);\n}\n",
            after="fn main() {\n    let all: [u8; 2] = [1, 2];\n    assert_eq!(all[0], 1);\n}\n",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let n = 3i32;\n    if n {\n        println!();\n    }\n}\n",
        'fn f(text: &str) -> usize {\n    text.lenght()\n}\nfn main() {\n    f("");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        slice_ = site.match(_SLICE.pattern)
        if slice_ is not None:
            text = slice_["s"] or slice_["t"] or slice_["u"]
            yield from self._vectors(site, text)
            return
        pairs = [pair for whole in _mismatches(site) for pair in differences(*whole)]
        for kind in declared_near(site) if pairs else ():
            for node in descendants(kind, *TYPES):
                for expected, found in pairs:
                    if same(node, expected):
                        yield from self._change(site, node, expected, found)
                    elif same(node, found):
                        yield from self._change(site, node, found, expected)

    def _change(self, site: Site, node: Node, old: str, new: str) -> Iterator[Candidate]:
        """Write the type `new`, or the types that the word `new` stands for, for `node`."""
        if _WHOLE.fullmatch(new):
            wanted = [n for n in whole_numbers(site, node) if n != old][:2]
        else:
            wanted = ["f64"] if _FLOAT.fullmatch(new) else [_with_numbers(new, old)]
        if old in NUMBERS and re.fullmatch(_NUMBER_WORD, new):
            return
        for text in wanted:
            if not _can_be_written(text) or text == old or _holds_nothing(node, text):
                continue
            sure = _never_converted(old, text) or declares_alike(node, text)
            # Who declares an `Option<T>` means it; the value lacks its `Some`.
            sure = sure and f"<{text}>" not in old
            yield self._candidate(site, node, text, sure=sure)

    def _candidate(self, site: Site, node: Node, text: str, *, sure: bool) -> Candidate:
        name, public = owner_of(node)
        safety = Safety.SAFE if sure else Safety.CHANGES_BEHAVIOUR
        cost = "" if sure or text not in NUMBERS else f"`{text}` has another range."
        if public:
            safety, cost = Safety.API_CHANGE, f"Who uses `{name}` sees the new type."
        old = short(text_of(node))
        return site.candidate(
            self.id,
            f"Declare `{short(name)}` with `{short(text)}` instead of `{old}`",
            replace_node(node, text),
            safety=safety,
            cost=cost,
        )

    def _vectors(self, site: Site, slice_: str) -> Iterator[Candidate]:
        near = [n for kind in declared_near(site) for n in descendants(kind, "array_type")]
        root = site.source.tree.root_node
        near += [n for n in descendants(root, "array_type") if not _behind_pointer(n)]
        for node in dict.fromkeys(near):
            if same(node, slice_):
                item = slice_[1:-1].partition(";")[0]
                yield self._candidate(site, node, f"Vec<{item}>", sure=True)


def _holds_nothing(kind: Node, text: str) -> bool:
    """Say whether a variable would be declared to hold `()`, which no one wants to keep."""
    return text == "()" and kind.parent is not None and kind.parent.type == "let_declaration"


def _mismatches(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the pairs of types that the diagnostic says do not fit, the whole types first."""
    if site.diagnostic.code in ("E0308", "E0053", "E0271", None):
        both = expected_found(site)
        if both is not None and all(both):
            yield both
        for note in site.diagnostic.notes:
            found = re.search(r"expected [a-z ]*`([^`]+)`\s+found [a-z ]*`([^`]+)`", note.text)
            if found and (found[1], found[2]) != both:
                yield found[1], found[2]
    for pattern in _PAIRS:
        found = site.match(pattern)
        if found is not None:
            yield found["a"].lstrip("&"), found["b"].lstrip("&")


def _never_converted(old: str, new: str) -> bool:
    """Say whether the two are so unlike that no conversion can have been forgotten."""
    apart = ("char", "bool")
    return any(one in apart and other in NUMBERS for one, other in ((old, new), (new, old)))


def _with_numbers(text: str, old: str) -> str:
    """Write a number type for each that is open in `text`: `old` where it is one of the kind."""
    whole = old if old in NUMBERS and not old.startswith("f") else "i32"
    text = text.replace("{integer}", whole)
    return text.replace("{float}", old if old in ("f32", "f64") else "f64")


def _can_be_written(text: str) -> bool:
    if re.search(r"[{@…]|\bfn item\b|closure|impl |(?<!\w)_(?!\w)", text):
        return False
    return bool(re.fullmatch(r"[\w:<>&'\[\]();,*\- ]+", text)) and "-" not in text


def _behind_pointer(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type in ("reference_type", "pointer_type")
