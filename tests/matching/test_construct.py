"""Which row of the table, or which item of std, is meant at a place of a small program."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.matching.construct import Construct, all_rows, construct_at
from rust_agent_lsp.matching.std_path import StdItems, path_of
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.syntax.tree import SourceFile

CURSOR = "‸"

TYPES = {
    "fn f(x: ‸Arc<Mutex<u8>>) {}": "`Arc<Mutex<T>>`",
    "use std::sync::Arc; fn f(x: ‸Arc<std::sync::RwLock<u8>>) {}": "`Arc<RwLock<T>>`",
    "fn f(x: std::rc::‸Rc<RefCell<u8>>) {}": "`Rc<RefCell<T>>`",
    "fn f(x: ‸Arc<RefCell<u8>>) {}": "`Arc<RefCell<T>>`",
    "fn f(x: ‸Box<dyn Fn() + 'static>) {}": "`Box<dyn Trait>`",
    "fn f(x: ‸Rc<dyn Fn()>) {}": "`Rc<dyn Trait>`, `Arc<dyn Trait>`",
    "struct N { next: ‸Option<Box<N>> }": "`Option<Box<T>>`",
    "fn f(x: &‸dyn Fn()) {}": "`dyn Trait`",
    "fn f(x: ‸impl Fn()) {}": "`impl Trait` of a parameter",
    "fn f() -> ‸impl Fn() { || () }": "`impl Trait` as a type",
    "fn f() -> impl Fn() + ‸use<> { || () }": "`use<…>`",
    "fn f<F>(g: F) where F: ‸for<'a> Fn(&'a u8) {}": "`for<'a>`",
    "fn f<T: ‸'static>(x: T) {}": "`'static` as a bound",
    "fn f(x: &‸'static str) {}": "`'static`",
    "fn f(x: A<'‸_>) {}": "`'_`",
    "struct S<'a, T: ‸'a>(&'a T);": "A lifetime as a bound",
    "fn f<T: Into<A<‸'a>>>(x: T) {}": "A lifetime `'a`",
    "struct S<'a>(&'‸a u8);": "A lifetime `'a`",
    "fn f() { ‸'outer: loop {} }": "A label",
    "fn f() { 'outer: loop { break 'ou‸ter } }": "A label",
    "fn f(x: ‸&mut u8) {}": "`&mut T`",
    "fn f(x: ‸&u8) {}": "`&T`",
    "fn f(x: ‸*const u8) {}": "`*const T`, `*mut T`",
    "fn f(x: ‸[u8; 4]) {}": "`[T; N]`",
    "fn f(x: &‸[u8]) {}": "`[T]`",
    "fn f() -> ‸() {}": "`()`",
    "fn f(x: ‸(u8, u8)) {}": "A tuple",
    "fn f() -> ‸! { loop {} }": "`!`, the type never",
    "fn f(x: ‸fn(u8)) {}": "`fn(…)` as a type",
    "fn f() { let v: Vec<‸_> = g(); }": "`_` as a type",
    "fn f() { g‸::<u8>(); }": "`::<…>`, the turbofish",
    "fn f() { <u8 ‸as Default>::default(); }": "`<T as Trait>`",
    "fn f<T: ‸?Sized>(x: &T) {}": "`?Sized`",
    "struct S<‸const N: usize>;": "A const parameter",
    "struct S‸<T>(T);": "Type parameters",
    "fn f<T‸: Copy>(x: T) {}": "A trait bound",
    "fn f<T: Copy ‸+ Eq>(x: T) {}": "A trait bound",
    "fn f<T>(x: T) ‸where T: Copy {}": "`where`",
    "impl A for B { ‸type C = u8; }": "An associated type of an implementation",
    "trait A { ‸type B<'a>; }": "An associated type with parameters",
    "trait A { ‸type B; }": "An associated type",
    "‸type A = u8;": "`type`",
    "impl A { fn f() -> ‸Self { A } }": "`Self`",
}
FUNCTIONS = {
    "impl A { fn f(&mut ‸self) {} }": "`&mut self`",
    "impl A { fn f(‸&self) {} }": "`&self`",
    "impl A { fn f(mut ‸self) {} }": "`self` by value",
    "use std::io::{‸self};": "`self` in a path",
    "impl A { fn f(&self) { ‸self.g() } }": "`self`",
    "‸async fn f() {}": "`async fn`",
    "‸const fn f() {}": "`const fn`",
    "‸unsafe fn f() {}": "`unsafe fn`",
    '‸extern "C" fn f() {}': '`extern "C" fn`',
    '‸unsafe extern "C" { fn f(); }': "`unsafe extern`",
    '‸extern "C" { fn f(); }': "An `extern` block",
    "‸extern crate alloc;": "`extern crate`",
    "fn f() ‸-> u8 { 1 }": "`-> T`",
    "‸fn f() {}": "`fn`",
    "fn f() { ‸return; }": "`return`",
    "fn f() { async ‸move { }; }": "`move` of an `async` block",
    "fn f() { g(‸move || ()); }": "A closure with `move`",
    "fn f() { ‸async { }; }": "An `async` block",
    "fn f() { g(‸async |x| x); }": "An `async` closure",
    "m!(‸async fn f() {});": "`async`",
    "async fn f() { g().‸await; }": "`.await`",
    "fn f() { g(‸|x| x); }": "A closure",
    "fn f() { g(‸|| ()); }": "A closure",
}
EXPRESSIONS = {
    "macro_rules! m { ($(‸$x:expr),*) => {} }": "A variable of a macro",
    "macro_rules! m { (‸$($x:expr),*) => {} }": "A repetition in a macro",
    "fn f() { g()‸?; }": "`?`",
    'fn f() { println!("{}", g()‸?); }': "`?`",
    "fn f() { &‸raw const x; }": "`&raw`",
    "fn f() { g(&‸mut x); }": "`&mut value`",
    "fn f() { g(‸&x); }": "`&value`",
    "fn f() { g(‸*x); }": "`*`, dereference",
    "fn f() { g(‸!x); }": "`!`, not",
    "use a::b ‸as c;": "`as`, another name",
    "fn f() { g(x ‸as u8); }": "`as`, a cast",
    "fn f() { S { a: 1, ‸..s }; }": "`..value`, the other fields",
    "fn f() { let S { a, ‸.. } = s; }": "`..` in a pattern",
    "fn f() { match x { 1‸..=5 => (), _ => () } }": "A range in a pattern",
    "fn f() { for i in 0‸..=5 {} }": "`..=`, a range with its end",
    "fn f() { &a[1‸..]; }": "`..`, a range",
    "fn f() { let ‸mut x = 1; }": "`mut` of a variable",
    "fn f() { let A(‸mut x) = a; }": "`mut` of a variable",
    "fn f() { let A(‸ref x) = a; }": "`ref`",
    "fn f() { let n ‸@ 1 = x else { return }; }": "`@`",
    "fn f() { let ‸&x = y; }": "`&` in a pattern",
    "fn f() { let ‸[a, b] = y; }": "A slice pattern",
    "fn f() { match x { 1 ‸| 2 => (), _ => () } }": "`|` between patterns",
    "fn f() { match x { y ‸if y > 1 => (), _ => () } }": "A match guard",
    "fn f() { match x { _ ‸=> () } }": "An arm of a `match`",
    "fn f() { ‸_ = g(); }": "`_` that drops the value",
    "fn f() { match x { ‸_ => () } }": "`_`",
    "fn f() { ‸match x { _ => () } }": "`match`",
    "fn f() { let Some(x) = y ‸else { return }; }": "`let … else`",
    "fn f() { ‸while let Some(x) = y() {} }": "`while let`",
    "fn f() { if ‸let Some(x) = y {} }": "`if let`",
    "fn f() { ‸if let Some(x) = y && x {} }": "`if let`",
    "fn f() { if x {} ‸else {} }": "`if`",
    "fn f() { ‸let x = 1; }": "`let`",
    "impl A ‸for B {}": "`for` of an implementation",
    "fn f() { ‸for x in y {} }": "`for … in`",
    "fn f() { ‸while x {} }": "`while`",
    "fn f() { ‸loop {} }": "`loop`",
    "fn f() { loop { ‸break; } }": "`break`",
    "fn f() { loop { ‸continue; } }": "`continue`",
}
ITEMS = {
    "‸unsafe impl Send for A {}": "`unsafe impl`",
    "‸unsafe trait A {}": "`unsafe trait`",
    "fn f() { ‸unsafe { } }": "`unsafe`",
    "fn f() { ‸const { 1 }; }": "A `const` block",
    "trait A { ‸const B: u8; }": "An associated constant",
    "‸const A: u8 = 1;": "`const`",
    "‸static mut A: u8 = 1;": "`static mut`",
    "‸static A: u8 = 1;": "`static`",
    "‸pub(crate) fn f() {}": "`pub(…)`",
    "‸pub use a::b;": "`pub use`",
    "‸pub fn f() {}": "`pub`",
    "‸use a::b;": "`use`",
    "use a::‸*;": "`*` of a `use`",
    "‸mod a;": "`mod`",
    "use ‸crate::a;": "`crate` in a path",
    "use ‸super::a;": "`super`",
    "‸struct A(u8);": "A tuple struct",
    "‸struct A { a: u8 }": "`struct`",
    "‸enum A { B }": "`enum`",
    "‸union A { a: u8 }": "`union`",
    "‸trait A {}": "`trait`",
    "‸impl A for B {}": "`impl Trait for Type`",
    "‸impl A {}": "`impl Type`",
    "fn f() { ‸Some(1); }": "`Some`, `None`",
    "fn f() { match x { ‸Err(e) => (), _ => () } }": "`Ok`, `Err`",
}
MACROS = {
    "‸macro_rules! m { () => {} }": "`macro_rules!`",
    "macro_rules! m { () ‸=> {} }": "`=>` of a macro",
    "macro_rules! m { ($x:‸expr) => {} }": "A kind of fragment",
    "macro_rules! m { ($x:expr) => { ‸$x } }": "A variable of a macro",
    "macro_rules! m { ($($x:expr),‸*) => {} }": "A repetition in a macro",
    "fn f() { my_macro‸!(1); }": "A call of a macro",
    "fn f() { tokio::‸select!(1); }": "A call of a macro",
    "‸#[my_attribute] fn f() {}": "An attribute",
    "‸/// text\nfn f() {}": "`///`",
    "‸//! text\n": "`//!`",
    'const A: &str = ‸r"a";': "A raw string",
    'const A: &[u8] = ‸b"a";': '`b"…"`',
    'const A: &CStr = ‸c"a";': '`c"…"`',
    "#[‸unsafe(no_mangle)] fn f() {}": "`#[unsafe(…)]`",
    "#[unsafe(‸no_mangle)] fn f() {}": "`#[no_mangle]`, `#[export_name]`",
    "#[cfg_attr(test, a)] #[‸warn(dead_code)] fn f() {}": (
        "`#[allow(…)]`, `#[warn(…)]`, `#[deny(…)]`, `#[forbid(…)]`"
    ),
    "#[‸macro_use] extern crate a;": "`#[macro_export]`, `#[macro_use]`",
    '#[‸path = "a.rs"] mod a;': "`#[path = …]`",
    '#[‸doc = "a"] mod a;': "`#[doc = …]`",
    "#![‸no_std]": "`#![no_std]`",
    "#[‸proc_macro] pub fn f() {}": (
        "`#[proc_macro]`, `#[proc_macro_derive]`, `#[proc_macro_attribute]`"
    ),
    **{
        f"#[‸{name}] fn f() {{}}": f"`#[{name}]`"
        for name in ("test", "should_panic", "ignore", "must_use", "deprecated", "inline", "cold")
    },
    **{
        f"#[‸{name}] struct A;": f"`#[{name}]`"
        for name in ("track_caller", "non_exhaustive", "default", "global_allocator")
    },
    "#[‸panic_handler] fn f() {}": "`#[panic_handler]`",
    **{
        f"#[‸{name}(x)] struct A;": f"`#[{name}(…)]`"
        for name in ("derive", "cfg", "cfg_attr", "expect", "repr", "link", "feature")
    },
    '#[‸target_feature(enable = "a")] fn f() {}': "`#[target_feature(…)]`",
}
CASES = TYPES | FUNCTIONS | EXPRESSIONS | ITEMS | MACROS

NOTHING = (
    "fn ‸name() {}",
    "fn f() { let ‸x = 1; x }",
    "fn f() { x.‸field }",
    "fn f() { x.‸match_it() }",
    'const A: &str = "the ‸dyn in it";',
    "// the ‸dyn in it\n",
    "/* the ‸dyn in it */",
    "struct S { ‸union: u8 }",
    "fn f() { g(x ‸* y); }",
    "fn f() { x ‸| y; }",
    "fn f() {\n\n‸\n}",
)
PATHS = {
    "use std::collections::‸BTreeSet as B;": "std::collections::BTreeSet",
    "use std::{fs, io::‸BufReader};": "std::io::BufReader",
    "use std::{‸fs, io};": "std::fs",
    "use core::time::‸Duration;": "std::time::Duration",
    "use std::io; fn f() -> io::‸Result<()> {}": "std::io::Result",
    "use std::io; fn f() -> ‸io::Result<()> {}": "std::io",
    "use std::time::Duration as D; fn f(x: ‸D) {}": "std::time::Duration",
    "fn f() { std::mem::‸swap(a, b); }": "std::mem::swap",
    "use std::mem::swap; fn f() { ‸swap(a, b); }": "std::mem::swap",
    "fn f() { Vec::<u8>::‸new(); }": "std::vec::Vec::new",
    "fn f() { ‸drop(x); }": "std::mem::drop",
    "fn f(x: ‸u8) {}": "std::primitive::u8",
    "fn f() { ‸println!(); }": "println!",
    "use std::pin::pin; fn f() { ‸pin!(x); }": "std::pin::pin!",
    "#[derive(serde::Serialize, ‸Extend)] struct A;": "std::iter::Extend",
    "fn f(x: ‸BinaryHeap<u8>) {}": "BinaryHeap",
    "use std::collections::*; fn f(x: ‸BinaryHeap<u8>) {}": "BinaryHeap",
    "mod a { use std::fs::File; fn f() { { let x: ‸File; } } }": "std::fs::File",
    # Names of others, though std has such too.
    "use tokio::fs::File; fn f(x: ‸File) {}": "",
    "use tokio::fs; fn f(x: fs::‸File) {}": "",
    "use crate::prelude::*; fn f(x: ‸BinaryHeap<u8>) {}": "",
    "struct Duration; fn f(x: ‸Duration) {}": "",
    "fn f<Duration>(x: ‸Duration) {}": "",
    "#[derive(clap::‸Args)] struct A;": "",
    "#[derive(‸Args)] struct A;": "",
    "impl I for A { type Item = u8; fn f(x: Self::‸Item) {} }": "",
    "fn f(x: ‸T) {}": "",
    "enum Iterator { A } fn f() { Iterator::‸A; }": "",
    "use std::env::args; fn f() { let ‸args = 1; }": "",
}


def at(text: str) -> tuple[SourceFile, int]:
    offset = len(text.partition(CURSOR)[0].encode())
    return SourceFile.parse(Path("a.rs"), text.replace(CURSOR, "").encode()), offset


def found(text: str) -> Construct | None:
    return construct_at(*at(text))


@pytest.mark.parametrize(("text", "title"), CASES.items())
def test_a_construct_is_known(text: str, title: str) -> None:
    construct = found(text)
    assert construct is not None
    assert construct.row is not None
    assert construct.row.title == title


def test_every_row_is_reached() -> None:
    others = {row.title for row in all_rows() if not row.path}
    assert others - set(CASES.values()) == set()
    assert len({row.title for row in all_rows()}) == len(all_rows())


@pytest.mark.parametrize("path", [path for row in all_rows() for path in sorted(row.path)])
def test_an_item_of_std_is_known_by_its_path(path: str) -> None:
    name = path.rpartition("::")[2]
    if path.startswith("std::primitive"):
        code = f"fn f(x: &‸{name}) {{}}"
    elif name.endswith("!"):
        code = f"fn f() {{ ‸{name}(); }}"
    else:
        code = f"use {path}; fn f(x: impl ‸{name}<u8>) {{}}"
    construct = found(code)
    assert construct is not None
    assert construct.row is not None
    assert path in construct.row.path
    if path != "std::primitive::str" and not name.endswith("!"):
        assert found(f"use other::{name}; fn f(x: ‸{name}<u8>) {{}}") is None


@pytest.mark.parametrize("text", NOTHING)
def test_texts_and_own_names_are_left_alone(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(("text", "path"), PATHS.items())
def test_a_name_is_followed_to_std(text: str, path: str) -> None:
    construct = found(text)
    assert (construct.path if construct is not None else "") == path


def test_either_end_of_a_word_is_on_it() -> None:
    source, offset = at("fn f(x: &‸dyn Fn()) {}")
    ends = (construct_at(source, offset), construct_at(source, offset + 3))
    assert [end.span.start for end in ends if end is not None] == [offset, offset]


def test_a_path_leads_to_the_one_page_that_it_can_mean() -> None:
    items = StdItems(
        [
            "std/index.html",
            "std/fmt/index.html",
            "std/fmt/derive.Debug.html",
            "std/fmt/trait.Debug.html",
            "std/fmt/struct.Error.html",
            "std/io/struct.Error.html",
            "std/collections/hash_map/struct.HashMap.html",
            "std/macro.vec.html",
            "std/vec/index.html",
            "std/primitive.u8.html",
            "std/u8/index.html",
        ]
    )
    pages = {
        "std::fmt::Debug": "std/fmt/trait.Debug.html",
        "std::collections::HashMap": "std/collections/hash_map/struct.HashMap.html",
        "HashMap": "std/collections/hash_map/struct.HashMap.html",
        "std::io::Error": "std/io/struct.Error.html",
        "Error": None,
        "vec!": "std/macro.vec.html",
        "std::vec": "std/vec/index.html",
        "std::primitive::u8": "std/primitive.u8.html",
        "std::u8": "std/u8/index.html",
        "std::primitive::u16": None,
        "std::net::HashMap": None,
        "Shape::HashMap": None,
    }
    assert {path: items.find(path) for path in pages} == pages
    shown = {path_of(page) for page in pages.values() if page}
    assert {"std::fmt::Debug", "std::vec!", "std::vec", "u8"} <= shown


def test_what_is_said_is_plain() -> None:
    for row in all_rows():
        entry = Entry(row.title, EntryKind.CONCEPT, row.title, row.says, "", row.says, "")
        assert style_complaints(Path(row.title), entry, row.says, None) == []
        assert row.concepts
        assert row.says or row.more
