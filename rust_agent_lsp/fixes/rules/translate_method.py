"""Writes what a method of another language is in Rust, where a new name alone does not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import exact_node, short
from rust_agent_lsp.syntax.tree import span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS

# (kind of receiver, method, number of arguments) → what it is here; `{}` is the receiver.
_TEXT = {
    ("charAt", 1): "{}.chars().nth({0}).unwrap()",
    ("char_at", 1): "{}.chars().nth({0}).unwrap()",
    ("at", 1): "{}.chars().nth({0}).unwrap()",
    ("substring", 2): "&{}[{0}..{1}]",
    ("substring", 1): "&{}[{0}..]",
    ("slice", 2): "&{}[{0}..{1}]",
    ("slice", 1): "&{}[{0}..]",
    ("substr", 2): "&{}[{0}..{0} + {1}]",
    ("substr", 1): "&{}[{0}..]",
    ("reverse", 0): "{}.chars().rev().collect::<String>()",
    ("reversed", 0): "{}.chars().rev().collect::<String>()",
    ("indexOf", 1): "{}.find({0}).unwrap()",
    ("toCharArray", 0): "{}.chars().collect::<Vec<char>>()",
    ("to_char_array", 0): "{}.chars().collect::<Vec<char>>()",
    ("count", 1): "{}.matches({0}).count()",
    ("equals", 1): "({} == {0})",
    ("equalsIgnoreCase", 1): "{}.eq_ignore_ascii_case({0})",
    ("isdigit", 0): "{}.chars().all(|c| c.is_ascii_digit())",
    ("isalpha", 0): "{}.chars().all(|c| c.is_alphabetic())",
}
_LISTS = {
    ("join", 0): "{}.concat()",
    ("slice", 2): "{}[{0}..{1}].to_vec()",
    ("slice", 1): "{}[{0}..].to_vec()",
    ("at", 1): "{}[{0}]",
    ("indexOf", 1): "{}.iter().position(|item| item == &{0}).unwrap()",
    ("index", 1): "{}.iter().position(|item| item == &{0}).unwrap()",
    ("push_front", 1): "{}.insert(0, {0})",
    ("unshift", 1): "{}.insert(0, {0})",
    ("shift", 0): "{}.remove(0)",
    ("pop_front", 0): "{}.remove(0)",
    ("sum", 0): "{}.iter().sum()",
    ("max", 0): "{}.iter().max().unwrap()",
    ("min", 0): "{}.iter().min().unwrap()",
    ("size", 0): "{}.len()",
    ("count", 0): "{}.len()",
}
_MAPS = {
    ("containsValue", 1): "{}.values().any(|value| value == &{0})",
    ("contains_value", 1): "{}.values().any(|value| value == &{0})",
    ("getOrDefault", 2): "{}.get({0}).copied().unwrap_or({1})",
    ("get_or_default", 2): "{}.get({0}).copied().unwrap_or({1})",
    ("items", 0): "{}.iter()",
    ("entries", 0): "{}.iter()",
    ("entrySet", 0): "{}.iter()",
    ("keySet", 0): "{}.keys()",
    ("set", 2): "{}.insert({0}, {1})",
    ("update", 2): "{}.insert({0}, {1})",
}
_NUMBERS = {
    ("to_char", 0): "({} as char)",
    ("toChar", 0): "({} as char)",
    ("to_int", 0): "({} as i32)",
    ("to_i32", 0): "({} as i32)",
    ("to_i64", 0): "({} as i64)",
    ("to_u32", 0): "({} as u32)",
    ("to_u64", 0): "({} as u64)",
    ("to_usize", 0): "({} as usize)",
    ("to_f64", 0): "({} as f64)",
    ("as_f64", 0): "({} as f64)",
    ("as_usize", 0): "({} as usize)",
    ("to_float", 0): "({} as f64)",
    ("square", 0): "{}.pow(2)",
    ("mod", 1): "({} % {0})",
}
_ITERATORS = {
    ("length", 0): "{}.count()",
    ("len", 0): "{}.count()",
    ("size", 0): "{}.count()",
    ("contains", 1): "{}.any(|item| item == {0})",
    ("join", 1): "{}.collect::<Vec<_>>().join({0})",
    ("toList", 0): "{}.collect::<Vec<_>>()",
    ("to_list", 0): "{}.collect::<Vec<_>>()",
    ("to_vec", 0): "{}.collect::<Vec<_>>()",
    ("first", 0): "{}.next()",
    ("pop", 0): "{}.next()",
}
_RECEIVERS = (
    (
        r"(?:\w+::)*(?:Filter|FilterMap|FlatMap|Map|Zip|Chars|Split\w*|Lines|Rev|Skip|SkipWhile|Take"
        r"|TakeWhile|Chain|Enumerate|Cloned|Copied|StepBy|Bytes|Keys|Values|Windows|Chunks)(?:<.*>)?",
        _ITERATORS,
    ),
    (r"(?:String|str)", _TEXT),
    (r"(?:Vec<.*>|\[.*\]|VecDeque<.*>)", _LISTS),
    (r"(?:HashMap|BTreeMap)<.*>", _MAPS),
    (r"(?:" + "|".join((*NUMBERS, "char", r"\{integer\}", r"\{float\}")) + ")", _NUMBERS),
)
_ALONE = (
    "let_declaration",
    "block",
    "arguments",
    "expression_statement",
    "return_expression",
    "match_arm",
    "field_initializer",
    "assignment_expression",
    "parenthesized_expression",
)
_PANICS = re.compile(r"unwrap\(\)|\[|\.remove\(|\.insert\(0")


class TranslateMethod(FixRule):
    """Writes `s.chars().nth(i).unwrap()` for `s.charAt(i)`, `&s[a..b]` for `s.substring(a, b)`.

    Positions in a text count bytes here, and what is out of range stops the program.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(s: &str) -> char {\n    s.charAt(0)\n}\n",
            after="pub fn f(s: &str) -> char {\n    s.chars().nth(0).unwrap()\n}\n",
        ),
        Example(
            before="pub fn f(s: &String) -> &str {\n    s.substring(0, 5)\n}\n",
            after="pub fn f(s: &String) -> &str {\n    &s[0..5]\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> char {\n    n.to_char()\n}\n",
            after="pub fn f(n: u8) -> char {\n    n as char\n}\n",
        ),
        Example(
            before="pub fn f(s: &str) -> usize {\n    s.chars().filter(|c| *c == 'a').size()\n}\n",
            after="pub fn f(s: &str) -> usize {\n    s.chars().filter(|c| *c == 'a').count()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Text;\npub fn f(t: Text) -> char {\n    t.charAt(0)\n}\n",
        "pub fn f(s: &str) -> char {\n    s.charAt()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"no method named `(\w+)` found for .*?`&*(?:'\w+ )?(?:mut )?([^`]+)`",
            site.diagnostic.message,
        )
        node = site.enclosing("call_expression")
        call = call_of(node) if node is not None else None
        if told is None or node is None or call is None or call.receiver is None:
            return
        if call.name != told[1]:
            return
        table = next((t for p, t in _RECEIVERS if re.fullmatch(p, told[2], re.S)), {})
        form = table.get((call.name, len(call.arguments)))
        if form is None:
            return
        arguments = [site.source.slice(span) for span in call.arguments]
        new = form.replace("{}", text_of(call.receiver))
        for index, argument in enumerate(arguments):
            new = new.replace(f"{{{index}}}", argument)
        outer = exact_node(site.source, span_of(node)) or node
        alone = outer.parent is not None and outer.parent.type in _ALONE
        if alone and new.startswith("("):
            new = new[1:-1]
        elif not alone and new.startswith("&"):
            new = f"({new})"
        panics = _PANICS.search(form) is not None
        yield site.candidate(
            self.id,
            f"Write `{short(new)}`",
            replace_node(node, new),
            safety=Safety.CHANGES_BEHAVIOUR if panics or " as " in form else Safety.SAFE,
            cost="Stops the program where there is no such place." if panics else "",
        )
