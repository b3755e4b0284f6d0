//~
fn add(a: i32, b: i32) -> i32 { a + b }
//~
fn main() { println!("Hello, world!"); }
//~
struct Point { x: f64, y: f64 }
impl Point { fn norm(&self) -> f64 { (self.x * self.x + self.y * self.y).sqrt() } }
//~
fn max(values: &[i32]) -> Option<i32> { values.iter().copied().max() }
//~
fn is_leap(year: u32) -> bool { (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 }
//~
pub fn fizz(n: u32) -> String { match (n % 3, n % 5) { (0, 0) => "FizzBuzz".to_string(), (0, _) => "Fizz".to_string(), (_, 0) => "Buzz".to_string(), _ => n.to_string() } }
//~
use std::collections::HashMap;
fn lookup(map: &HashMap<String, u32>, key: &str) -> u32 { map.get(key).copied().unwrap_or(0) }
//~
fn read_config(path: &str) -> std::io::Result<String> { let text = std::fs::read_to_string(path)?; Ok(text.trim().to_string()) }
//~
#[derive(Debug, Clone, PartialEq)]
pub struct Rectangle { pub width: u32, pub height: u32 }
impl Rectangle { pub fn area(&self) -> u32 { self.width * self.height } pub fn can_hold(&self, other: &Rectangle) -> bool { self.width > other.width && self.height > other.height } }
//~
fn reverse(s: &str) -> String { s.chars().rev().collect() }
//~
fn gcd(mut a: u64, mut b: u64) -> u64 { while b != 0 { let t = b; b = a % b; a = t; } a }
//~
enum Direction { North, South, East, West }
fn dx(d: Direction) -> i32 { match d { Direction::East => 1, Direction::West => -1, _ => 0 } }
//~
fn count_vowels(s: &str) -> usize { s.chars().filter(|c| "aeiou".contains(*c)).count() }
//~
fn print_all(items: &[String]) { for item in items { println!("{item}"); } }
//~
fn average(xs: &[f64]) -> f64 { if xs.is_empty() { 0.0 } else { xs.iter().sum::<f64>() / xs.len() as f64 } }
//~
struct Book { title: String, pages: u32 }
impl Book { fn new(title: &str, pages: u32) -> Self { Book { title: title.to_string(), pages } } fn is_long(&self) -> bool { self.pages > 500 } }
//~
fn parse(line: &str) -> Result<(String, u32), std::num::ParseIntError> { let mut it = line.splitn(2, ' '); let name = it.next().unwrap_or("").to_string(); let n = it.next().unwrap_or("0").parse()?; Ok((name, n)) }
//~
fn factorial(n: u64) -> u64 { if n == 0 { 1 } else { n * factorial(n - 1) } }
//~
fn sort_names(names: &mut Vec<String>) { names.sort(); names.dedup(); }
//~
fn main() { let mut total = 0; for i in 1..=10 { total += i; } println!("{}", total); }
//~
fn celsius(f: f64) -> f64 { (f - 32.0) * 5.0 / 9.0 }
//~
#[derive(Debug)] enum Shape { Circle(f64), Square(f64) }
fn area(s: &Shape) -> f64 { match s { Shape::Circle(r) => 3.14 * r * r, Shape::Square(a) => a * a } }
//~
fn swap(pair: (i32, i32)) -> (i32, i32) { (pair.1, pair.0) }
//~
fn longest<'a>(a: &'a str, b: &'a str) -> &'a str { if a.len() > b.len() { a } else { b } }
//~
trait Animal { fn name(&self) -> String; }
struct Dog; impl Animal for Dog { fn name(&self) -> String { "dog".into() } }
//~
fn words(text: &str) -> Vec<&str> { text.split_whitespace().collect() }
//~
fn transpose(m: Vec<Vec<i32>>) -> Vec<Vec<i32>> { if m.is_empty() { return m; } let mut out = Vec::new(); for c in 0..m[0].len() { let mut row = Vec::new(); for r in &m { row.push(r[c]); } out.push(row); } out }
//~
fn binary(v: &[i32], x: i32) -> Option<usize> { let (mut lo, mut hi) = (0, v.len()); while lo < hi { let mid = (lo + hi) / 2; if v[mid] == x { return Some(mid); } if v[mid] < x { lo = mid + 1 } else { hi = mid } } None }
//~
impl Inventory { pub fn add(&mut self, item: Item) { self.items.push(item); } pub fn len(&self) -> usize { self.items.len() } pub fn is_empty(&self) -> bool { self.items.is_empty() } }
//~
fn power(base: i32, exp: u32) -> i32 { let mut r = 1; for _ in 0..exp { r *= base; } r }
//~
const LIMIT: usize = 64;
fn clamp(n: usize) -> usize { if n > LIMIT { LIMIT } else { n } }
//~
fn read_line() -> String { let mut s = String::new(); std::io::stdin().read_line(&mut s).expect("no input"); s }
//~
mod shapes { pub fn square(x: f64) -> f64 { x * x } }
use shapes::square;
fn f() -> f64 { square(2.0) }
//~
fn merge(a: &[i32], b: &[i32]) -> Vec<i32> { let mut out = Vec::new(); let (mut i, mut j) = (0, 0); while i < a.len() && j < b.len() { if a[i] <= b[j] { out.push(a[i]); i += 1; } else { out.push(b[j]); j += 1; } } out.extend_from_slice(&a[i..]); out.extend_from_slice(&b[j..]); out }
//~
fn initials(name: &str) -> String { name.split(' ').filter_map(|p| p.chars().next()).map(|c| c.to_ascii_uppercase()).collect() }
//~
struct Counter { count: u32 }
impl Counter { fn increment(&mut self) { self.count += 1; } fn value(&self) -> u32 { self.count } }
//~
fn opt(x: Option<i32>) -> i32 { match x { Some(v) => v * 2, None => 0 } }
//~
fn apply<F: Fn(i32) -> i32>(f: F, n: i32) -> i32 { f(n) }
//~
fn primes(limit: usize) -> Vec<usize> { let mut sieve = vec![true; limit + 1]; let mut out = vec![]; for i in 2..=limit { if sieve[i] { out.push(i); let mut j = i * i; while j <= limit { sieve[j] = false; j += i; } } } out }
//~
#[test]
fn adds() { assert_eq!(2 + 2, 4); }
//~
use std::fmt;
struct Temp { deg: f32 }
impl fmt::Display for Temp { fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { write!(f, "{}°", self.deg) } }
//~
type Grid = Vec<Vec<char>>;
fn at(g: &Grid, r: usize, c: usize) -> Option<char> { g.get(r)?.get(c).copied() }
//~
fn shout(s: &mut String) { s.push('!'); s.make_ascii_uppercase(); }
//~
fn total(cart: &[(String, u32, f64)]) -> f64 { cart.iter().map(|(_, n, p)| *n as f64 * p).sum() }
//~
fn age_group(age: u8) -> &'static str { match age { 0..=12 => "child", 13..=19 => "teen", _ => "adult" } }
//~
fn spawn_worker() { let h = std::thread::spawn(|| { println!("working"); }); h.join().expect("worker failed"); }
//~
async fn get_user(id: u32) -> Result<User, Error> { let row = query(id).await?; Ok(User::from_row(row)) }
//~
struct Stack<T> { items: Vec<T> }
impl<T> Stack<T> { fn push(&mut self, t: T) { self.items.push(t); } fn pop(&mut self) -> Option<T> { self.items.pop() } }
//~
fn caesar(s: &str, k: u8) -> String { s.chars().map(|c| if c.is_ascii_lowercase() { (((c as u8 - b'a' + k) % 26) + b'a') as char } else { c }).collect() }
//~
fn bubble(v: &mut [i32]) { let n = v.len(); for i in 0..n { for j in 0..n - 1 - i { if v[j] > v[j + 1] { v.swap(j, j + 1); } } } }
//~
fn greet(name: Option<&str>) -> String { format!("Hello, {}!", name.unwrap_or("stranger")) }
//~
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level { Low = 1, Mid = 5, High = 10 }
//~
impl Default for Settings { fn default() -> Self { Settings { volume: 50, muted: false } } }
struct Settings { volume: u8, muted: bool }
//~
fn unique(v: Vec<i32>) -> Vec<i32> { let set: std::collections::BTreeSet<_> = v.into_iter().collect(); set.into_iter().collect() }
//~
fn parse_kv(s: &str) -> Option<(&str, &str)> { let i = s.find('=')?; Some((&s[..i], &s[i + 1..])) }
//~
let x = 5; let y = x + 1; println!("{x} {y}");
//~
use std::collections::HashMap;
#[derive(Debug)]
enum BankError { Insufficient, UnknownAccount(String) }
struct Bank { accounts: HashMap<String, i64> }
impl Bank {
    fn new() -> Self { Bank { accounts: HashMap::new() } }
    fn deposit(&mut self, name: &str, amount: i64) { *self.accounts.get_mut(name).unwrap() += amount; }
    fn transfer(&mut self, from: &str, to: &str, amount: i64) -> Result<(), BankError> {
        let balance = self.accounts.get(from).copied().ok_or_else(|| BankError::UnknownAccount(from.to_string()))?;
        if balance < amount { return Err(BankError::Insufficient); }
        self.accounts.insert(from.to_string(), balance - amount);
        Ok(())
    }
}
//~
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.len() < 3 { eprintln!("usage: calc A B"); std::process::exit(1); }
    let a: f64 = args[1].parse().expect("a number");
    let b: f64 = args[2].parse().expect("a number");
    println!("{}", a + b);
}
//~
#[tokio::main]
async fn main() {
    let app = Router::new().route("/", get(hello));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
async fn hello() -> &'static str { "hello" }
//~
pub struct Vec2 { pub x: f32, pub y: f32 }
impl Vec2 { pub fn new(x: f32, y: f32) -> Self { Self { x, y } } pub fn dot(&self, o: &Vec2) -> f32 { self.x * o.x + self.y * o.y } }
//~
fn evaluate(tokens: &[String]) -> Option<f64> { let mut stack = Vec::new(); for t in tokens { match t.as_str() { "+" => { let b = stack.pop()?; let a = stack.pop()?; stack.push(a + b); } n => stack.push(n.parse().ok()?) } } stack.pop() }
//~
fn read_numbers(path: &str) -> Result<Vec<i32>, Box<dyn Error>> { let mut v = vec![]; for line in std::fs::read_to_string(path)?.lines() { v.push(line.trim().parse()?); } Ok(v) }
//~
enum Cmd { Add(String), Remove(usize), List, Quit }
fn run(cmd: Cmd, todo: &mut Vec<String>) -> bool { match cmd { Cmd::Add(s) => todo.push(s), Cmd::Remove(i) => { todo.remove(i); } Cmd::List => for t in todo.iter() { println!("{t}") }, Cmd::Quit => return false } true }
//~
struct Tree { value: i32, children: Vec<Tree> }
impl Tree { fn sum(&self) -> i32 { self.value + self.children.iter().map(|c| c.sum()).sum::<i32>() } }
//~
fn group(words: &[&str]) -> HashMap<usize, Vec<String>> { let mut m: HashMap<usize, Vec<String>> = HashMap::new(); for w in words { let n = w.len(); if let Some(v) = m.get_mut(&n) { v.push(w.to_string()); } else { m.insert(n, vec![w.to_string()]); } } m }
//~
pub fn is_valid_email(s: &str) -> bool { match s.split_once('@') { Some((a, b)) => !a.is_empty() && b.contains('.'), None => false } }
//~
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version { major: u32, minor: u32 }
impl fmt::Display for Version { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}.{}", self.major, self.minor) } }
#[cfg(test)]
mod tests { use super::*; #[test] fn shows() { assert_eq!(Version { major: 1, minor: 2 }.to_string(), "1.2"); } }
//~
fn fetch_all(urls: &[String]) -> Vec<Result<String, Error>> { urls.iter().map(|u| client().get(u).send()).collect() }
//~
struct Config { host: String, port: u16, debug: bool }
impl Config { fn from_env() -> Config { Config { host: std::env::var("HOST").unwrap_or_else(|_| "localhost".to_string()), port: std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(8080), debug: false } } }
//~
impl Game { fn update(&mut self, dt: f32) { for e in &mut self.enemies { e.x += e.vx * dt; if e.x < 0.0 { e.vx = -e.vx; } } self.time += dt; } fn draw(&self, s: &mut Screen) { for e in &self.enemies { s.circle(e.x, e.y); } } }
//~
fn handle(stream: &mut TcpStream) -> std::io::Result<()> { let mut buf = [0; 1024]; let n = stream.read(&mut buf)?; stream.write_all(&buf[..n])?; Ok(()) }
//~
fn levenshtein(a: &str, b: &str) -> usize { let b: Vec<char> = b.chars().collect(); let mut prev: Vec<usize> = (0..=b.len()).collect(); for (i, ca) in a.chars().enumerate() { let mut cur = vec![i + 1]; for (j, cb) in b.iter().enumerate() { cur.push((prev[j] + (ca != *cb) as usize).min(prev[j + 1] + 1).min(cur[j] + 1)); } prev = cur; } prev[b.len()] }
//~
fn permutations(v: Vec<i32>) -> Vec<Vec<i32>> { if v.len() <= 1 { return vec![v]; } let mut out = vec![]; for i in 0..v.len() { let mut rest = v.clone(); let x = rest.remove(i); for mut p in permutations(rest) { p.insert(0, x); out.push(p); } } out }
//~
use std::sync::mpsc; use std::thread;
fn main() { let h = thread::spawn(move || { for i in 0..3 { println!("{i}"); thread::sleep(Duration::from_millis(10)); } }); h.join().unwrap(); }
