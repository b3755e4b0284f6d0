"""One repair by hand, then an error of the same kind elsewhere: what the compiler lets through.

Each episode is a program before and after the repair, and another program with other names. The
real compiler finds the errors and judges the offers.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.workshop import Texts, Workshop
from rust_agent_lsp.learning.own_fix import generalise
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database

MARK = re.compile("‹(.*?)→(.*?)›")
# The marks show the user's repair of the first program, and the one expected in the
# second.
EPISODES = {
    "clone at the move": (
        "fn take(v: Vec<i32>) -> usize { v.len() }\n"
        "pub fn f(a: Vec<i32>) -> usize {\n    let n = take(‹a→a.clone()›);\n    n + a.len()\n}\n",
        "struct S { names: String }\nfn eat(s: String) -> usize { s.len() }\n"
        "impl S { pub fn g(self) -> usize {\n"
        "    let k = eat(‹self.names→self.names.clone()›);\n    k + self.names.len()\n} }\n",
    ),
    "to_vec at the move": (
        "fn take(v: Vec<i32>) -> usize { v.len() }\n"
        "pub fn f(a: Vec<i32>) -> usize {\n    let n = take(‹a→a.to_vec()›);\n    n + a.len()\n}\n",
        "fn eat(v: Vec<u8>) -> usize { v.len() }\n"
        "pub fn g(b: Vec<u8>) -> usize {\n    let k = eat(‹b→b.to_vec()›);\n    k + b.len()\n}\n",
    ),
    "iterate over a borrow": (
        "pub fn f(a: Vec<i32>) -> usize {\n    let mut n = 0;\n"
        "    for x in ‹a→&a› { n += x; }\n    n as usize + a.len()\n}\n",
        "pub fn g(words: Vec<String>) -> usize {\n    let mut k = 0;\n"
        "    for w in ‹words→&words› { k += w.len(); }\n    k + words.len()\n}\n",
    ),
    "iterate with iter": (
        "pub fn f(a: Vec<i32>) -> usize {\n    let mut n = 0;\n"
        "    for x in ‹a→a.iter()› { n += x; }\n    n as usize + a.len()\n}\n",
        "pub fn g(words: Vec<String>) -> usize {\n    let mut k = 0;\n"
        "    for w in ‹words→words.iter()› { k += w.len(); }\n    k + words.len()\n}\n",
    ),
    "to_owned": (
        'pub fn f() -> String {\n    ‹"abc"→"abc".to_owned()›\n}\n',
        "pub fn g(name: &str) -> String {\n    let s: String = ‹name→name.to_owned()›;\n    s\n}\n",
    ),
    "into": (
        'pub fn f() -> String {\n    ‹"abc"→"abc".into()›\n}\n',
        "pub fn g(name: &str) -> String {\n    let s: String = ‹name→name.into()›;\n    s\n}\n",
    ),
    "String::from": (
        'pub fn f() -> String {\n    ‹"abc"→String::from("abc")›\n}\n',
        "pub struct P { pub n: String }\n"
        'pub fn g() -> P {\n    P { n: ‹"x"→String::from("x")› }\n}\n',
    ),
    "as": (
        "pub fn f(n: usize) -> u32 {\n    ‹n→n as u32›\n}\n",
        "pub fn g(k: u8, big: i64) -> i64 {\n    let x: i64 = ‹k→k as i64›;\n    x + big\n}\n",
    ),
    "try_into": (
        "pub fn f(n: usize) -> u32 {\n    ‹n→n.try_into().unwrap()›\n}\n",
        "pub fn g(k: i64) -> u8 {\n"
        "    let x: u8 = ‹k + 1→(k + 1).try_into().unwrap()›;\n    x\n}\n",
    ),
    "u32::from": (
        "pub fn f(n: u8) -> u32 {\n    ‹n→u32::from(n)›\n}\n",
        "pub fn g(k: u16) -> u64 {\n    let x: u64 = ‹k→u64::from(k)›;\n    x\n}\n",
    ),
    "mut": (
        "pub fn f() -> Vec<i32> {\n    let ‹v→mut v› = Vec::new();\n    v.push(1);\n    v\n}\n",
        "pub fn g(s: &str) -> String {\n    let ‹out→mut out› = String::new();\n"
        "    out.push_str(s);\n    out\n}\n",
    ),
    "mut for a second assignment": (
        "pub fn f(b: bool) -> i32 {\n    let ‹x→mut x› = 1;\n    if b { x = 2; }\n    x\n}\n",
        "pub fn g(b: bool) -> i32 {\n"
        "    let ‹sum→mut sum› = 10;\n    if b { sum += 2; }\n    sum\n}\n",
    ),
    "unwrap_or_default": (
        "pub fn f(a: Option<i32>) -> i32 {\n    ‹a→a.unwrap_or_default()›\n}\n",
        "pub fn g(m: &[String]) -> String {\n"
        "    let s: String ="
        " ‹m.first().cloned()→m.first().cloned().unwrap_or_default()›;\n    s\n}\n",
    ),
    "?": (
        "pub fn f(a: Option<i32>) -> Option<i32> {\n    let b: i32 = ‹a→a?›;\n    Some(b)\n}\n",
        "pub fn g(s: &[u8]) -> Option<u8> {\n    let b: &u8 = ‹s.first()→s.first()?›;\n"
        "    Some(*b)\n}\n",
    ),
    "Some": (
        "pub fn f() -> Option<i32> {\n    ‹1→Some(1)›\n}\n",
        "pub fn g(name: String) -> Option<String> {\n"
        "    let s: Option<String> = ‹name→Some(name)›;\n    s\n}\n",
    ),
    "Ok": (
        "pub fn f() -> Result<i32, String> {\n    ‹1→Ok(1)›\n}\n",
        "pub fn g(k: u8) -> Result<u8, String> {\n    let r: Result<u8, String> = ‹k→Ok(k)›;\n"
        "    r\n}\n",
    ),
    "dereference": (
        "pub fn f(a: &i32) -> i32 {\n    let b: i32 = ‹a→*a›;\n    b\n}\n",
        "pub fn g(c: &char) -> char {\n    let d: char = ‹c→*c›;\n    d\n}\n",
    ),
    "borrow an argument": (
        "fn h(s: &str) -> usize { s.len() }\npub fn f(a: String) -> usize {\n    h(‹a→&a›)\n}\n",
        "fn k(v: &[i32]) -> usize { v.len() }\n"
        "pub fn g(b: Vec<i32>) -> usize {\n    k(‹b→&b›)\n}\n",
    ),
    "as_str": (
        "fn h(s: &str) -> usize { s.len() }\n"
        "pub fn f(a: String) -> usize {\n    h(‹a→a.as_str()›)\n}\n",
        "fn k(v: &str) -> usize { v.len() }\n"
        "pub fn g(b: (String, u8)) -> usize {\n    k(‹b.0→b.0.as_str()›)\n}\n",
    ),
    "move": (
        "pub fn f(a: Vec<i32>) -> impl Fn() -> usize {\n    ‹|| a.len()→move || a.len()›\n}\n",
        "pub fn g(s: String) -> impl Fn(usize) -> bool {\n"
        "    ‹|n| s.len() > n→move |n| s.len() > n›\n}\n",
    ),
    "a lifetime of the result": (
        'pub fn f() -> &‹str→\'static str› {\n    "a"\n}\n',
        "pub fn g() -> &‹[i32]→'static [i32]› {\n    &[1]\n}\n",
    ),
    "copied": (
        "pub fn f(a: &[i32]) -> Option<i32> {\n    ‹a.first()→a.first().copied()›\n}\n",
        "pub fn g(m: &[char]) -> Option<char> {\n"
        "    let k: Option<char> = ‹m.last()→m.last().copied()›;"
        "\n    k\n}\n",
    ),
    "to_string for a number": (
        "pub fn f(a: i32) -> String {\n    ‹a→a.to_string()›\n}\n",
        "pub fn g(b: u64) -> String {\n    let s: String = ‹b→b.to_string()›;\n    s\n}\n",
    ),
    "Box::new": (
        "pub fn f() -> Box<i32> {\n    ‹1→Box::new(1)›\n}\n",
        "pub fn g(s: String) -> Box<String> {\n"
        "    let b: Box<String> = ‹s→Box::new(s)›;\n    b\n}\n",
    ),
    "collect": (
        "pub fn f(a: &[i32]) -> Vec<i32> {\n"
        "    ‹a.iter().copied()→a.iter().copied().collect()›\n}\n",
        "pub fn g(s: &str) -> Vec<char> {\n"
        "    let v: Vec<char> = ‹s.chars()→s.chars().collect()›;\n"
        "    v\n}\n",
    ),
}


def sides(marked: str) -> tuple[str, str]:
    """Return the text before and after the marked repair."""
    return MARK.sub(r"\1", marked), MARK.sub(r"\2", marked)


class Bench:
    """A workspace of one file, and what was learned in it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lib.rs"
        self.path.write_text("", encoding="utf-8")
        self.database = Database(folder / "agent.sqlite3")
        self.weights = Weights(self.database, str(folder))
        self.workshop = Workshop(
            folder, folder / "cache", Settings(), self.path, self.weights.habits.candidates
        )

    def close(self) -> None:
        self.workshop.close()
        self.database.close()

    def errors(self, text: str) -> list[Diagnostic]:
        result = self.workshop.check({self.path: text.encode()}, threading.Event())
        return [d for d in result.diagnostics if d.severity == Severity.ERROR]

    def learn(self, before: str, after: str) -> bool:
        (error,) = self.errors(before)
        form = generalise(before.encode(), after.encode(), error)
        if form is None or error.code is None:
            return False
        learned.see(self.database, error.code, str(self.path.parent), form.before, form.after)
        self.weights.reload()
        return True

    def offered(self, text: str) -> list[str]:
        """Return the texts that the accepted offers for the one error lead to, best first."""
        state, never = Texts({self.path: text.encode()}), threading.Event()
        before = self.workshop.check(state.overlay, never)
        target = next(d for d in before.diagnostics if d.severity == Severity.ERROR)
        found = self.workshop.find_fixes(state, before, [target], self.weights.weight, never)
        last = list(found)[-1]
        return [
            apply_edits(text.encode(), fix.candidate.edits[0].edits).decode()
            for fix in last.fixes
            if fix.verdict.verification == Verification.PASSED
        ]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.parametrize("name", EPISODES)
def test_the_next_error_is_offered_the_users_way(bench: Bench, name: str) -> None:
    first, second = map(sides, EPISODES[name])
    try:
        assert bench.learn(*first), "nothing was learned"
        assert second[1] in bench.offered(second[0])[:2]
    finally:
        bench.close()
