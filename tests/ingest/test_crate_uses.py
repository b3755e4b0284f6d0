"""Uses of std told by syntax alone: what is certain, what is likely, what is not std's at all."""

from __future__ import annotations

import pytest

from rust_agent_lsp.ingest.crate_uses import functions_in, uses_in
from rust_agent_lsp.ingest.std_items import StdItems, std_items
from rust_agent_lsp.syntax.tree import parse_text
from tests.ingest.std_concepts import std_concepts


@pytest.fixture(scope="module")
def items() -> StdItems:
    return std_items(std_concepts())


def used(text: str, items: StdItems, own: set[str] | None = None) -> list[str]:
    """Return the names of what is used, each with a `?` where it is not certain."""
    found = uses_in(parse_text(text.encode()), items, own or set())
    return [items.names[use.key].removeprefix("std::") + "?" * (not use.certain) for use in found]


def test_an_item_shown_twice_has_one_key(items: StdItems) -> None:
    shown = "std/collections/hash_map/struct.HashMap.html"
    key = "std/collections/struct.HashMap.html"
    assert items.aliases[shown] == key
    assert items.aliases[f"{shown}#method.entry"] == f"{key}#method.entry"
    assert items.paths["std::collections::hash_map::HashMap"] == key


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fn f() { std::mem::take(x); core::mem::take(x); ::std::mem::take(x); }", "take " * 3),
        ("use std::mem; fn f() { mem::swap(a, b); }", "swap"),
        ("use std::mem::swap as exchange; fn f() { exchange(a, b); }", "swap"),
        ("use std::{mem::{take, swap}, fmt}; fn f() { take(a); swap(a, b); }", "take swap"),
        ("use crate::mem; fn f() { mem::swap(a, b); }", ""),
        ("use other::swap; fn f() { swap(a, b); }", ""),
        ("fn swap() {} fn f() { swap(a, b); }", ""),
        ("fn f() { swap(a, b); }", ""),
        ("// std::mem::take\nfn f() { \"std::mem::take\"; }", ""),
    ],
)  # fmt: skip
def test_functions_by_their_paths(text: str, wanted: str, items: StdItems) -> None:
    assert used(text, items) == [f"mem::{name}" for name in wanted.split()]


def test_types_by_import_and_prelude(items: StdItems) -> None:
    text = "use std::collections::HashMap as Map; struct S { a: Map<u8, Vec<u8>>, b: Other }"
    assert used(text, items) == ["collections::HashMap", "vec::Vec"]
    assert used("struct Vec; fn f(v: Vec) {}", items) == []
    assert used("fn f() { str::len(x); }", items) == ["str::len"]
    assert used("use crate::str; fn f() { str::len(x); }", items) == []
    assert used("use tokio::sync::Mutex; fn f(m: Mutex<u8>) { m.lock(); }", items, {"lock"}) == []


def test_traits_and_macros(items: StdItems) -> None:
    text = (
        "use std::fmt; impl fmt::Display for X {} fn f() { matches!(a, b); std::vec![1]; mine!() }"
    )
    assert used(text, items) == ["fmt::Display", "matches!", "vec!"]
    assert used("macro_rules! vec { () => {} } fn f() { vec![]; }", items) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("let m = HashMap::new(); m.entry(k).or_insert(v);", "entry or_insert"),
        ("let m: HashMap<u8, u8> = make(); m.entry(k);", "entry"),
        ("m.entry(k); let m: HashMap<u8, u8> = make();", "entry?"),
        ("let s = String::from(x); s.chars().map(f).peekable();", "chars map peekable?"),
        ("\"text\".chars().peekable().peek();", "chars peekable peek"),
        ("let v = vec![1]; v.push(2); v.len(); v.sort();", "push len sort"),
        ("v.push_str(x); v.push(1); v.enumerate();", "push_str? enumerate?"),
        ("let v = Vec::new(); let v = other(); v.push(1);", ""),
        ("let v = Vec::new(); f(|v| v.push(1));", ""),
        ("let v = Vec::new(); if let Some(v) = x { v.push(1) }", ""),
        ("u64::from_str_radix(x, 2);", "from_str_radix"),
        ("<Vec<u8> as Own>::push(x);", ""),
        ("things.iter().map(g).enumerate();", "map enumerate?"),
    ],
)  # fmt: skip
def test_methods_by_their_receivers(body: str, wanted: str, items: StdItems) -> None:
    found = used(f"use std::collections::HashMap; fn f(s: u8) {{ {body} }}", items)
    methods = [name.rpartition("::")[2] for name in found]
    shown = {"entry", "or_insert", "chars", "map", "peekable", "peek", "push", "len", "sort"}
    shown |= {"push_str", "enumerate", "from_str_radix"}
    assert sorted(m for m in methods if m.rstrip("?") in shown) == sorted(wanted.split())


def test_the_receiver_decides_between_types(items: StdItems) -> None:
    assert "vec::Vec::push" in used("fn f(v: &mut Vec<u8>) { v.push(1); }", items)
    assert "string::String::push" in used("fn f(v: &mut String) { v.push('a'); }", items)
    assert "iter::Peekable::peek" in used("fn f(s: &str) { s.chars().peekable().peek(); }", items)


def test_fields_of_self_are_known(items: StdItems) -> None:
    text = (
        "use std::sync::Mutex; struct S { m: Mutex<u8> } impl S { fn f(&self) { self.m.lock(); } }"
    )
    assert "sync::Mutex::lock" in used(text, items)
    assert "sync::Mutex::lock" not in used(text.replace("impl S", "impl T"), items)


def test_a_method_that_the_crate_has_itself_is_not_guessed(items: StdItems) -> None:
    text = "fn f() { x.push_str(y); }"
    assert used(text, items) == ["string::String::push_str?"]
    assert used(text, items, functions_in(b"impl X { pub(crate) fn push_str(&self) {} }")) == []


def test_broken_and_empty_text_gives_what_is_left(items: StdItems) -> None:
    assert used("", items) == []
    assert used("fn f( { std::mem::take(x) ;;; }}} use use", items) in (["mem::take"], [])
    assert used("use std::mem::{take", items) == []


def test_without_documentation_nothing_is_std(items: StdItems) -> None:
    assert list(uses_in(parse_text(b"fn f(v: Vec<u8>) { v.len(); }"), StdItems(), set())) == []
