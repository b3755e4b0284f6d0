"""What is learned from one repair, what it makes of another error, and when nothing is learned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.learning.form import is_form
from rust_agent_lsp.learning.own_fix import Form, generalise
from rust_agent_lsp.learning.template import proposals
from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Severity
from rust_agent_lsp.model.text import Location, Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile

PATH = Path("/w/src/main.rs")
MOVED = "value moved here"
QUOTES = re.compile("«(.)(.*?)»", re.S)


def read(marked: str) -> tuple[str, dict[str, Span]]:
    """Take the marks out of a text: `«pdata»` is the primary place, `«mdata»` that of a label."""
    places: dict[str, Span] = {}
    text = ""
    at = 0
    for found in QUOTES.finditer(marked):
        text += marked[at : found.start()]
        start = len(text.encode())
        text += found[2]
        places[found[1]] = Span(start, len(text.encode()))
        at = found.end()
    return text + marked[at:], places


def told(
    marked: str,
    code: str = "E0382",
    message: str = "borrow of moved value: `data`",
    here: str = "value borrowed here after move",
    label: str = MOVED,
) -> tuple[str, Diagnostic]:
    text, places = read(marked)
    labels = [Label(Location(PATH, places["p"]), here, primary=True)]
    labels += [Label(Location(PATH, span), label) for key, span in places.items() if key == "m"]
    diagnostic = Diagnostic(code, Severity.ERROR, message, PATH, places["p"], labels=tuple(labels))
    return text, diagnostic


def learn(marked: str, after: str, **of: str) -> Form | None:
    before, diagnostic = told(marked, **of)
    return generalise(before.encode(), after.encode(), diagnostic)


def apply(form: Form, marked: str, **of: str) -> list[str]:
    text, diagnostic = told(marked, **of)
    source = SourceFile.parse(PATH, text.encode())
    return [
        apply_edits(source.text, edits).decode()
        for edits in proposals(form.before, form.after, diagnostic, source)
    ]


USE = "fn main() {\n    take(«mdata»);\n    show(«pdata»);\n}\n"
TYPES = {"code": "E0308", "message": "mismatched types"}
NUMBERS = {**TYPES, "here": "expected `u32`, found `usize`"}
STRINGS = {**TYPES, "here": "expected `String`, found `&str`"}
MUTABLE = {
    "code": "E0596",
    "message": "cannot borrow `v` as mutable, as it is not declared as mutable",
    "here": "cannot borrow as mutable",
    "label": "consider changing this to be mutable",
}
QUESTION = {**TYPES, "here": "expected `i32`, found `Result<i32, Error>`"}


@pytest.mark.parametrize(
    ("first", "repaired", "second", "expected", "of"),
    [
        (
            USE,
            "fn main() {\n    take(data.clone());\n    show(data);\n}\n",
            "fn f() { hand(«mself.names.list», 3); print(«pself.names.list») }",
            "fn f() { hand(self.names.list.clone(), 3); print(self.names.list) }",
            {},
        ),
        (
            USE,
            "fn main() {\n    take(&data);\n    show(data);\n}\n",
            "fn f() { hand(1, «mages»); print(«pages») }",
            "fn f() { hand(1, &ages); print(ages) }",
            {},
        ),
        (
            USE,
            "fn main() {\n    take(data.iter().cloned().collect());\n    show(data);\n}\n",
            "fn f() { hand(«mages»); print(«pages») }",
            "fn f() { hand(ages.iter().cloned().collect()); print(ages) }",
            {},
        ),
        (
            "fn f(n: usize) -> u32 { «pn» }",
            "fn f(n: usize) -> u32 { n as u32 }",
            "fn g(n: usize) { h(«pn * 2») }",
            "fn g(n: usize) { h((n * 2) as u32) }",
            NUMBERS,
        ),
        (
            "fn f(n: usize) -> u32 { «pn + 1» }",
            "fn f(n: usize) -> u32 { (n + 1).try_into().unwrap() }",
            "fn g(n: usize) -> u32 { «pn» }",
            "fn g(n: usize) -> u32 { n.try_into().unwrap() }",
            NUMBERS,
        ),
        (
            'fn f() -> String { «p"hello»" }'.replace('»"', '"»'),
            'fn f() -> String { "hello".to_owned() }',
            "fn g(name: &str) -> String { «pname» }",
            "fn g(name: &str) -> String { name.to_owned() }",
            STRINGS,
        ),
        (
            "fn g(name: &str) -> String { «pname» }",
            "fn g(name: &str) -> String { String::from(name) }",
            "fn g(a: &str) -> String { let x: String = «pa»; x }",
            "fn g(a: &str) -> String { let x: String = String::from(a); x }",
            STRINGS,
        ),
        (
            "fn g(name: &str) -> String { «pname» }",
            "fn g(name: &str) -> String { name.into() }",
            "fn g(a: &str) { S { text: «pa» }; }",
            "fn g(a: &str) { S { text: a.into() }; }",
            STRINGS,
        ),
        (
            "fn g() { let «mv» = Vec::new(); «pv».push(1); }",
            "fn g() { let mut v = Vec::new(); v.push(1); }",
            "fn g() { let «mnames» = Vec::new(); «pnames».push(1); }",
            "fn g() { let mut names = Vec::new(); names.push(1); }",
            MUTABLE,
        ),
        (
            "fn g() -> Result<i32, E> { let a: i32 = «pf()»; Ok(a) }",
            "fn g() -> Result<i32, E> { let a: i32 = f()?; Ok(a) }",
            "fn g() -> Result<i32, E> { h(«pself.read(1, 2)»); Ok(1) }",
            "fn g() -> Result<i32, E> { h(self.read(1, 2)?); Ok(1) }",
            QUESTION,
        ),
        (
            "fn g(a: &i32) { h(«pa») }",
            "fn g(a: &i32) { h(*a) }",
            "fn g(s: &S) { h(«ps.get(1)») }",
            "fn g(s: &S) { h(*s.get(1)) }",
            {**TYPES, "here": "expected `i32`, found `&i32`"},
        ),
        (
            "fn g(a: i32) { h(«p&a») }",
            "fn g(a: i32) { h(a) }",
            "fn g(s: S) { h(«p&s.size») }",
            "fn g(s: S) { h(s.size) }",
            {**TYPES, "here": "expected `i32`, found `&i32`"},
        ),
        (
            "fn g(a: &mut V) { for x in «p&mut a» { } }",
            "fn g(a: &mut V) { for x in &a { } }",
            "fn g(a: &mut V) { for x in «p&mut other» { } }",
            "fn g(a: &mut V) { for x in &other { } }",
            {"code": "E0596", "message": "cannot borrow", "here": "cannot borrow as mutable"},
        ),
        (
            "fn g(x: i64) { let a: «pi32» = x; }",
            "fn g(x: i64) { let a: i64 = x; }",
            "fn g(x: i64) { let b: «pi32» = x; }",
            "fn g(x: i64) { let b: i64 = x; }",
            {"code": "E0308", "message": "mismatched types", "here": "expected due to this"},
        ),
        (
            "fn g() { run(«p|| data.len()»); }",
            "fn g() { run(move || data.len()); }",
            "fn g() { thread(«p|| { show(names) }»); }",
            "fn g() { thread(move || { show(names) }); }",
            {"code": "E0373", "message": "closure may outlive", "here": "may outlive"},
        ),
        (
            "fn g() { let a = Some(1); h(«pa») }",
            "fn g() { let a = Some(1); h(a.unwrap_or_default()) }",
            "fn g() { h(«pmap.get(key).copied()») }",
            "fn g() { h(map.get(key).copied().unwrap_or_default()) }",
            {**TYPES, "here": "expected integer, found `Option<{integer}>`"},
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(len(value)),
)
def test_a_repair_is_made_again_elsewhere(
    first: str, repaired: str, second: str, expected: str, of: dict[str, str]
) -> None:
    form = learn(first, repaired, **of)
    assert form is not None
    assert is_form(form.before, form.after), form
    assert apply(form, second, **of) == [expected]


def test_a_type_of_the_diagnostic_is_that_of_the_next() -> None:
    form = learn("fn f(n: usize) -> u32 { «pn» }", "fn f(n: usize) -> u32 { n as u32 }", **NUMBERS)
    assert form is not None
    other = {**TYPES, "here": "expected `i64`, found `usize`"}
    assert apply(form, "fn g(k: usize) -> i64 { «pk» }", **other) == [
        "fn g(k: usize) -> i64 { k as i64 }"
    ]


def test_comments_and_layout_are_no_part_of_it() -> None:
    plain = learn(USE, "fn main() {\n    take(data.clone());\n    show(data);\n}\n")
    spaced = learn(
        USE,
        "fn main() {\n    // for Bob\n    take(\n        data.clone(), // 1\n    );\n"
        "    show(data);\n}\n",
    )
    assert plain is not None and spaced is not None
    assert (plain.before, plain.after) == (spaced.before, spaced.after)


def test_the_form_fits_only_the_same_kind_of_place() -> None:
    form = learn(USE, "fn main() {\n    take(data.clone());\n    show(data);\n}\n")
    assert form is not None
    assert apply(form, "fn f() { a(«mx»); b(«px») }", label="value used before") == []
    assert apply(form, 'fn f() { print!("{«px»}") }') == []


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("fn main() {\n    show(data);\n}\n", id="the move was deleted"),
        pytest.param("fn main() {\n    take(data);\n}\n", id="the use was deleted"),
        pytest.param("fn main() {\n}\n", id="all was deleted"),
        pytest.param("", id="an empty file"),
        pytest.param("fn main() {\n    // take(data);\n    show(data);\n}\n", id="commented out"),
        pytest.param("fn main() {\n    todo!()\n}\n", id="todo"),
        pytest.param("fn main() {\n    take(todo!());\n    show(data);\n}\n", id="todo inside"),
        pytest.param(
            "fn main() {\n    unsafe { take(data) };\n    show(data);\n}\n", id="unsafe around"
        ),
        pytest.param(
            "fn main() {\n    run(1, 2, |x| x + 1);\n    other();\n}\n", id="replaced as a whole"
        ),
        pytest.param("fn main() {\n    take(other);\n    show(data);\n}\n", id="a name for a name"),
        pytest.param(
            'fn main() {\n    take("a text");\n    show(data);\n}\n', id="a literal for a name"
        ),
        pytest.param(
            'fn main() {\n    take(data.expect("secret"));\n    show(data);\n}\n',
            id="a new literal",
        ),
        pytest.param(
            "fn main() {\n    take(data.my_own_way());\n    show(data);\n}\n",
            id="a name of the user's",
        ),
        pytest.param(
            "fn other() {}\n\nfn main() {\n    take(data);\n    show(data);\n}\n", id="elsewhere"
        ),
        pytest.param("fn main() {\n    take(data);\n    show(data);\n}\n", id="nothing was edited"),
        pytest.param(
            "fn main() {\n    take(  data ); // why\n    show(data);\n}\n", id="layout and comments"
        ),
        pytest.param(
            "fn main() {\n    log();\n    take(data);\n    show(data);\n}\n", id="a line was put in"
        ),
    ],
)
def test_nothing_is_learned(after: str) -> None:
    assert learn(USE, after) is None


def test_a_large_file_is_no_hindrance() -> None:
    rest = "fn g() { h(1, 2) }\n" * 20_000
    repaired = "fn main() {\n    take(data.clone());\n    show(data);\n}\n"
    form = learn(rest + USE + rest, rest + repaired + rest)
    assert form is not None and form.after == "$0.clone()"
    assert learn(USE + rest, repaired + rest.replace("2", "3")) is None


SECRET = st.text(
    st.characters(codec="utf-8", exclude_characters='"\\\r\n'), min_size=4, max_size=30
)


@given(secret=SECRET, raw=st.booleans())
def test_no_literal_or_comment_is_ever_stored(secret: str, raw: bool) -> None:
    literal = f'"{secret}"' if not raw else f'r#"{secret}"#'
    for fence in ("«", "»"):
        literal = literal.replace(fence, "")
    note = "// " + literal
    form = learn(
        f"fn f() {{ {note}\n take(1, {literal}, «mdata», {literal});\n    show(«pdata»);\n}}\n",
        f"fn f() {{\n take(1, {literal}, data.clone(), {literal}); {note}\n    show(data);\n}}\n",
    )
    assert form is not None
    assert is_form(form.before, form.after)
    assert (form.before.partition(": ")[2], form.after) == ("‹$0›", "$0.clone()")


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_whatever_is_learned_holds_only_words_of_rusts(before: str, after: str) -> None:
    form = learn(f"«p{before.replace('»', '')}»\n", after)
    assert form is None or is_form(form.before, form.after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("primary: ‹$0›", "$0.my_secret()"),
        ("primary: ‹$0›", '$0.expect("secret")'),
        ("primary: ‹$0›", "$0 // secret"),
        ("secret: ‹$0›", "$0.clone()"),
        ("primary: $0", "$0.clone()"),
        ("primary: ‹$0›", "primary: ‹$0›\n$0"),
        ("primary: ‹7›", "8"),
    ],
)
def test_what_is_no_form(before: str, after: str) -> None:
    assert not is_form(before, after)
