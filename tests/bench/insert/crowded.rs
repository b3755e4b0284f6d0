//! A file full of names.
#![allow(dead_code)]
use std::collections::HashMap;
use std::fmt::{self, Display};
use std::io::Error;

/// An order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    id: u64,
    title: String,
    items: Vec<String>,
}

pub struct Counter;
pub enum Command { Go }
pub enum Event { A }
pub struct Config { host: String }
pub struct Missing;
type Job = u32;
const LIMIT: usize = 3;
mod tests_support {}
macro_rules! maybe { () => {} }

impl Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.title) }
}

fn retry() -> Result<(), Error> { Ok(()) }
fn parse(_: &HashMap<u8, u8>) {}
fn run() {}

fn main() {
    run();
}
