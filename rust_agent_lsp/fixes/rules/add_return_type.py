"""Says what a function returns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, functions_named, self_parameter
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of
from rust_agent_lsp.syntax.types import plain

_OPENED = {"Option": "Some|None", "Result": "Ok|Err"}
_OPENING = re.compile(r"(?:unwrap|expect|is_(?:some|none|ok|err)|ok_or|map_or|and_then)(?:_\w+)?$")
_VAGUE = {"integer": "i32", "floating-point number": "f64", "{integer}": "i32", "{float}": "f64"}


class AddReturnType(FixRule):
    """Adds `-> T`, or corrects it, so that it is the type of the value that the body gives.

    A correction is a guess, unless callers take the result apart as the corrected type demands:
    else the written type may be what was meant.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="fn add(n: i32) {\n    n + 1\n}\nfn main() {\n    add(1);\n}\n",
            after="fn add(n: i32) -> i32 {\n    n + 1\n}\nfn main() {\n    add(1);\n}\n",
        ),
        Example(
            before='fn name() {\n    return String::from("a");\n}\nfn main() {\n    name();\n}\n',
            after="""\
fn name() -> String {
    return String::from("a");
}
fn main() {
    name();
}
""",
        ),
        Example(
            before="fn f(n: i64) -> i32 {\n    n + 1\n}\nfn main() {\n    f(1);\n}\n",
            after="fn f(n: i64) -> i64 {\n    n + 1\n}\nfn main() {\n    f(1);\n}\n",
        ),
        Example(
            before="""\
struct Text<'a> {
    words: Vec<&'a str>,
}
impl<'a> Text<'a> {
    fn longest(&self) -> &'a str {
        self.words.iter().copied().max_by_key(|w| w.len())
    }
}
fn main() {
    let text = Text { words: vec!["a", "bc"] };
    if let Some(word) = text.longest() {
        println!("{word}");
    }
}
""",
            after="""\
struct Text<'a> {
    words: Vec<&'a str>,
}
impl<'a> Text<'a> {
    fn longest(&self) -> Option<&'a str> {
        self.words.iter().copied().max_by_key(|w| w.len())
    }
}
fn main() {
    let text = Text { words: vec!["a", "bc"] };
    if let Some(word) = text.longest() {
        println!("{word}");
    }
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    4\n}\n",
        "fn f() {\n    vec![1].into_iter().map(|n| n + 1)\n}\nfn main() {\n    f();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        function = site.enclosing("function_item", "closure_expression")
        name = function.child_by_field_name("name") if function else None
        listed = function.child_by_field_name("parameters") if function else None
        if types is None or function is None or name is None or listed is None:
            return
        found = _VAGUE.get(types[1], types[1]).replace("{integer}", "i32").replace("{float}", "f64")
        found = re.sub(r"&(?=str\b)", "&'static ", found) if "&" not in text_of(listed) else found
        if text_of(name) == "main" or re.search(r"[{@_/]|\bclosure\b|\bfn item\b|^\(\)$|#", found):
            return
        values = [span_of(value) for value in returned(function)]
        if site.diagnostic.span not in values:
            return
        kind = function.child_by_field_name("return_type")
        public = any(child.type == "visibility_modifier" for child in function.children)
        if kind is None:
            safety = Safety.API_CHANGE if public else Safety.SAFE
            edit = Edit.insert(listed.end_byte, f" -> {found}")
            yield site.candidate(
                self.id, f"Let `{text_of(name)}` return `{found}`", edit, safety=safety
            )
        elif plain(text_of(kind)) == plain(types[0]) and len(values) == 1:
            found = _with_lifetime(found, kind)
            known = (found == "bool" and not public) or _is_opened(site, text_of(name), found)
            yield site.candidate(
                self.id,
                f"Let `{text_of(name)}` return `{found}` instead of `{text_of(kind)}`",
                replace_node(kind, found),
                safety=(Safety.API_CHANGE if public else Safety.SAFE) if known else Safety.GUESS,
                cost="The function then returns another type than you wrote.",
            )


def _with_lifetime(found: str, kind: Node) -> str:
    """Write the lifetime that the old return type names into the references of the new one."""
    named = {text_of(n) for n in descendants(kind, "lifetime")} - {"'_"}
    return re.sub(r"&(?!')", f"&{min(named)} ", found) if len(named) == 1 else found


def _is_opened(site: Site, name: str, kind: str) -> bool:
    """Say whether each caller takes the result apart as an `Option` or `Result`, as `kind` is."""
    opened = _OPENED.get(kind.partition("<")[0])
    # In a macro's tokens a call of a method has a dot before it.
    function = functions_named(site.source, name)[0]
    is_method = self_parameter(function) is not None
    calls = [
        call.node
        for call in calls_of(site.source, name)
        if is_method or (call.receiver is None and not _is_after_dot(call.node))
    ]
    return opened is not None and bool(calls) and all(_opens(node, opened) for node in calls)


def _is_after_dot(name: Node) -> bool:
    before = name.prev_sibling
    return name.type == "identifier" and before is not None and text_of(before) == "."


def _opens(call: Node, opened: str) -> bool:
    parent = call.parent
    if parent is None:
        return False
    if call.type == "identifier":  # among the tokens of a macro, before the arguments
        dot = call.next_sibling.next_sibling if call.next_sibling is not None else None
        field = dot.next_sibling if dot is not None and text_of(dot) == "." else dot
        return field is not None and re.match(rf"\?|{_OPENING.pattern}", text_of(field)) is not None
    if parent.type == "let_condition":
        pattern = parent.child_by_field_name("pattern")
        return pattern is not None and re.match(rf"({opened})\b", text_of(pattern)) is not None
    if parent.type == "let_declaration":
        pattern = parent.child_by_field_name("pattern")
        return pattern is not None and re.match(rf"({opened})\(", text_of(pattern)) is not None
    if parent.type == "match_expression":
        arms = parent.child_by_field_name("body")
        found = re.search(rf"^\s*({opened})\b", text_of(arms)[1:], re.M) if arms else None
        return found is not None
    if parent.type == "field_expression":
        field = parent.child_by_field_name("field")
        return field is not None and _OPENING.match(text_of(field)) is not None
    return parent.type == "try_expression"
