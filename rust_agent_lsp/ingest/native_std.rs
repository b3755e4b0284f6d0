// As much of a standard library as rust-analyzer needs for the blocks of the entries: types and
// traits with their language items, and no bodies. Never compiled.
#![no_core]
#![feature(no_core, lang_items, rustc_attrs)]

pub mod marker {
    use crate::prelude::v1::*;

    #[lang = "sized"]
    pub trait Sized {}
    #[lang = "copy"]
    pub trait Copy: Clone {}
    macro_rules! copy {
        ($($t:ty)*) => { $(impl Copy for $t {})* };
    }
    copy! { i32 i64 u8 u32 u64 usize f64 bool char }
    impl<T: ?Sized> Copy for &T {}
}

pub mod clone {
    use crate::prelude::v1::*;

    #[lang = "clone"]
    pub trait Clone: Sized {
        fn clone(&self) -> Self;
    }
    macro_rules! clone {
        ($($t:ty)*) => { $(impl Clone for $t { fn clone(&self) -> Self { *self } })* };
    }
    clone! { i32 i64 u8 u32 u64 usize f64 bool char }
    impl<T: ?Sized> Clone for &T {
        fn clone(&self) -> Self {
            *self
        }
    }
    #[rustc_builtin_macro]
    pub macro Clone($item:item) {}
}

pub mod option {
    #[lang = "Option"]
    pub enum Option<T> {
        #[lang = "None"]
        None,
        #[lang = "Some"]
        Some(T),
    }
}

pub mod result {
    pub enum Result<T, E> {
        #[lang = "Ok"]
        Ok(T),
        #[lang = "Err"]
        Err(E),
    }
}

pub mod ops {
    use crate::prelude::v1::*;

    #[lang = "drop"]
    pub trait Drop {
        fn drop(&mut self);
    }
    #[lang = "add"]
    pub trait Add<Rhs = Self> {
        type Output;
        fn add(self, rhs: Rhs) -> Self::Output;
    }
    impl Add for i32 {
        type Output = i32;
        fn add(self, rhs: i32) -> i32 {
            loop {}
        }
    }
    #[lang = "tuple_trait"]
    pub trait Tuple {}
    #[lang = "fn_once"]
    #[fundamental]
    #[rustc_paren_sugar]
    pub trait FnOnce<Args> {
        #[lang = "fn_once_output"]
        type Output;
        extern "rust-call" fn call_once(self, args: Args) -> Self::Output;
    }
    #[lang = "fn_mut"]
    #[fundamental]
    #[rustc_paren_sugar]
    pub trait FnMut<Args>: FnOnce<Args> {
        extern "rust-call" fn call_mut(&mut self, args: Args) -> Self::Output;
    }
    #[lang = "fn"]
    #[fundamental]
    #[rustc_paren_sugar]
    pub trait Fn<Args>: FnMut<Args> {
        extern "rust-call" fn call(&self, args: Args) -> Self::Output;
    }
    #[lang = "Range"]
    pub struct Range<I> {
        pub start: I,
        pub end: I,
    }
}

pub mod iter {
    use crate::prelude::v1::*;

    pub trait Iterator {
        type Item;
        #[lang = "next"]
        fn next(&mut self) -> Option<Self::Item>;
        fn filter_map<B, F: FnMut(Self::Item) -> Option<B>>(self, f: F) -> FilterMap<Self, F>
        where
            Self: Sized,
        {
            loop {}
        }
    }
    pub struct FilterMap<I, F> {
        iter: I,
        f: F,
    }
    impl<B, I: Iterator, F: FnMut(I::Item) -> Option<B>> Iterator for FilterMap<I, F> {
        type Item = B;
        fn next(&mut self) -> Option<B> {
            loop {}
        }
    }
    pub trait IntoIterator {
        type Item;
        type IntoIter: Iterator<Item = Self::Item>;
        #[lang = "into_iter"]
        fn into_iter(self) -> Self::IntoIter;
    }
    impl<I: Iterator> IntoIterator for I {
        type Item = I::Item;
        type IntoIter = I;
        fn into_iter(self) -> I {
            self
        }
    }
    impl Iterator for crate::ops::Range<i32> {
        type Item = i32;
        fn next(&mut self) -> Option<i32> {
            loop {}
        }
    }
}

pub mod string {
    pub struct String {
        len: usize,
    }
    impl String {
        pub fn new() -> String {
            loop {}
        }
        pub fn len(&self) -> usize {
            self.len
        }
        pub fn push_str(&mut self, text: &str) {}
    }
}

pub mod future {
    #[lang = "future_trait"]
    pub trait Future {
        #[lang = "future_output"]
        type Output;
    }
}

pub mod fmt {
    pub trait Display {}
}

#[rustc_builtin_macro]
pub macro derive($item:item) {}
#[rustc_builtin_macro]
#[macro_export]
macro_rules! compile_error {
    () => {};
}
#[rustc_builtin_macro]
#[macro_export]
macro_rules! include {
    () => {};
}
#[rustc_builtin_macro]
#[macro_export]
macro_rules! concat {
    () => {};
}
#[macro_export]
macro_rules! println {
    ($($x:tt)*) => {};
}

pub mod prelude {
    pub mod v1 {
        pub use crate::clone::Clone;
        pub use crate::iter::{IntoIterator, Iterator};
        pub use crate::marker::{Copy, Sized};
        pub use crate::ops::{Drop, Fn, FnMut, FnOnce};
        pub use crate::option::Option::{self, None, Some};
        pub use crate::result::Result::{self, Err, Ok};
        pub use crate::string::String;
        pub use crate::{compile_error, concat, derive, include, println};
    }
    pub mod rust_2015 {
        pub use super::v1::*;
    }
    pub mod rust_2018 {
        pub use super::v1::*;
    }
    pub mod rust_2021 {
        pub use super::v1::*;
    }
    pub mod rust_2024 {
        pub use super::v1::*;
    }
}
