//~
fn hypotenuse(a: f64, b: f64) -> f64 { (a.powi(2) + b.powi(2)).sqrt() }
//~
struct Song { title: String, seconds: u32 }
impl Song { fn minutes(&self) -> u32 { self.seconds / 60 } }
//~
fn evens(v: &[u32]) -> Vec<u32> { v.iter().filter(|n| *n % 2 == 0).cloned().collect() }
//~
fn main() { let name = std::env::args().nth(1).unwrap_or_else(|| "world".into()); println!("Hello {name}"); }
//~
fn sum_file(path: &str) -> Result<i64, Box<dyn std::error::Error>> { let mut t = 0; for l in std::fs::read_to_string(path)?.lines() { t += l.parse::<i64>()?; } Ok(t) }
//~
enum Coin { Penny, Dime, Quarter }
fn cents(c: &Coin) -> u32 { match c { Coin::Penny => 1, Coin::Dime => 10, Coin::Quarter => 25 } }
//~
fn palindrome(s: &str) -> bool { let c: Vec<char> = s.chars().collect(); let n = c.len(); (0..n / 2).all(|i| c[i] == c[n - 1 - i]) }
//~
pub struct Student { pub name: String, pub marks: Vec<u8> }
impl Student { pub fn average(&self) -> f32 { if self.marks.is_empty() { return 0.0; } self.marks.iter().map(|m| *m as f32).sum::<f32>() / self.marks.len() as f32 } }
//~
fn collatz(mut n: u64) -> usize { let mut steps = 0; while n != 1 { n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 }; steps += 1; } steps }
//~
use std::collections::HashSet;
fn common(a: &[i32], b: &[i32]) -> Vec<i32> { let s: HashSet<_> = a.iter().collect(); b.iter().filter(|x| s.contains(x)).copied().collect() }
//~
trait Speak { fn speak(&self); }
struct Cat { name: String }
impl Speak for Cat { fn speak(&self) { println!("{} meows", self.name); } }
//~
fn second<T: Clone>(v: &[T]) -> Option<T> { v.get(1).cloned() }
//~
fn divide(a: f64, b: f64) -> Option<f64> { if b == 0.0 { None } else { Some(a / b) } }
//~
impl Matrix { fn get(&self, r: usize, c: usize) -> f64 { self.data[r * self.cols + c] } fn set(&mut self, r: usize, c: usize, v: f64) { self.data[r * self.cols + c] = v; } }
//~
fn countdown(n: u32) { for i in (1..=n).rev() { println!("{i}..."); } println!("Liftoff!"); }
//~
fn digits(mut n: u32) -> Vec<u32> { let mut v = vec![]; while n > 0 { v.push(n % 10); n /= 10; } v.reverse(); v }
//~
#[derive(Debug, Default)] struct Profile { name: String, email: Option<String> }
fn has_mail(p: &Profile) -> bool { p.email.is_some() }
//~
fn title_case(s: &str) -> String { s.split(' ').map(|w| { let mut c = w.chars(); match c.next() { Some(f) => f.to_uppercase().collect::<String>() + c.as_str(), None => String::new() } }).collect::<Vec<_>>().join(" ") }
//~
fn double_all(v: &mut [i32]) { for x in v.iter_mut() { *x *= 2; } }
//~
fn largest<T: PartialOrd + Copy>(list: &[T]) -> T { let mut m = list[0]; for &i in list { if i > m { m = i; } } m }
//~
fn find<'a>(people: &'a [Person], name: &str) -> Option<&'a Person> { people.iter().find(|p| p.name == name) }
struct Person { name: String, age: u8 }
//~
async fn download(url: &str) -> Result<Vec<u8>, Error> { let resp = client().get(url).send().await?; let bytes = resp.bytes().await?; Ok(bytes.to_vec()) }
//~
fn to_hex(b: &[u8]) -> String { b.iter().map(|x| format!("{x:02x}")).collect() }
//~
struct Light { on: bool }
impl Light { fn toggle(&mut self) { self.on = !self.on; } }
//~
fn days(month: u8) -> Option<u8> { match month { 1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31), 4 | 6 | 9 | 11 => Some(30), 2 => Some(28), _ => None } }
//~
fn zip_sum(a: &[i32], b: &[i32]) -> i32 { let mut s = 0; for (x, y) in a.iter().zip(b) { s += x * y; } s }
//~
pub mod config { #[derive(Debug)] pub struct Config { pub host: String, pub port: u16 } impl Config { pub fn address(&self) -> String { format!("{}:{}", self.host, self.port) } } }
//~
fn bmi(kg: f64, m: f64) -> f64 { kg / (m * m) }
//~
fn insertion(v: &mut Vec<i32>) { for i in 1..v.len() { let mut j = i; while j > 0 && v[j - 1] > v[j] { v.swap(j - 1, j); j -= 1; } } }
//~
fn word_lengths(s: &str) -> Vec<(String, usize)> { s.split_whitespace().map(|w| (w.to_string(), w.len())).collect() }
//~
#[derive(Clone)] struct Task { id: u32, done: bool }
fn pending(tasks: &[Task]) -> Vec<Task> { tasks.iter().filter(|t| !t.done).cloned().collect() }
//~
fn check(pw: &str) -> Result<(), PwError> { if pw.len() < 8 { return Err(PwError::TooShort); } if !pw.chars().any(|c| c.is_numeric()) { return Err(PwError::NoDigit); } Ok(()) }
//~
struct Queue<T> { inner: std::collections::VecDeque<T> }
impl<T> Queue<T> { fn new() -> Self { Queue { inner: Default::default() } } fn push(&mut self, x: T) { self.inner.push_back(x) } fn pop(&mut self) -> Option<T> { self.inner.pop_front() } }
//~
fn main() { let nums = vec![3, 1, 2]; let mut sorted = nums.clone(); sorted.sort(); println!("{:?} {:?}", nums, sorted); }
//~
fn compose(f: impl Fn(i32) -> i32, g: impl Fn(i32) -> i32) -> impl Fn(i32) -> i32 { move |x| g(f(x)) }
//~
fn rgb(hex: u32) -> (u8, u8, u8) { ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8) }
//~
static GREETING: &str = "hi";
fn hi() -> &'static str { GREETING }
//~
fn bank() { let mut balance = 100; let deposit = 50; balance += deposit; if balance > 120 { println!("rich: {balance}"); } }
//~
impl From<(i32, i32)> for Pair { fn from(t: (i32, i32)) -> Self { Pair { a: t.0, b: t.1 } } }
struct Pair { a: i32, b: i32 }
//~
fn tokens(s: &str) -> Vec<String> { let mut v = Vec::new(); let mut cur = String::new(); for c in s.chars() { if c.is_whitespace() { if !cur.is_empty() { v.push(cur.clone()); cur.clear(); } } else { cur.push(c); } } if !cur.is_empty() { v.push(cur); } v }
//~
fn save(path: &Path, text: &str) -> io::Result<()> { let mut f = File::create(path)?; f.write_all(text.as_bytes())?; Ok(()) }
//~
fn elapsed() { let t = Instant::now(); work(); println!("{:?}", t.elapsed()); }
//~
#[derive(serde::Serialize, serde::Deserialize)] struct Item { name: String, price: f64 }
fn to_json(i: &Item) -> serde_json::Result<String> { serde_json::to_string(i) }
//~
fn grade(score: u32) -> char { if score >= 90 { 'A' } else if score >= 80 { 'B' } else { 'C' } }
//~
fn matrix_mul(a: &[[f64; 2]; 2], b: &[[f64; 2]; 2]) -> [[f64; 2]; 2] { let mut c = [[0.0; 2]; 2]; for i in 0..2 { for j in 0..2 { for k in 0..2 { c[i][j] += a[i][k] * b[k][j]; } } } c }
//~
fn nth_fib(n: usize) -> u64 { let (mut a, mut b) = (0, 1); for _ in 0..n { (a, b) = (b, a + b); } a }
//~
fn menu(choice: &str) { match choice { "1" => start(), "2" => stop(), _ => println!("unknown choice") } }
//~
impl PartialEq for Card { fn eq(&self, other: &Self) -> bool { self.rank == other.rank } }
struct Card { rank: u8, suit: char }
//~
fn strip(s: &str) -> &str { s.trim_start_matches("//").trim() }
//~
fn run() -> Result<(), AppError> { let cfg = Config::load()?; let mut app = App::new(cfg); app.start()?; Ok(()) }
//~
fn update(v: &mut Vec<u32>, i: usize, n: u32) -> bool { if let Some(x) = v.get_mut(i) { *x = n; true } else { false } }
//~
use std::rc::Rc;
fn shared() { let a = Rc::new(5); let b = Rc::clone(&a); println!("{} {}", a, b); }
//~
fn chunked(v: &[u8]) -> u32 { v.chunks(4).map(|c| c.len() as u32).sum() }
//~
struct Clock { h: u8, m: u8 }
impl Clock { fn new(h: u8, m: u8) -> Self { Clock { h: h % 24, m: m % 60 } } fn add_minutes(&self, n: u32) -> Clock { let t = self.h as u32 * 60 + self.m as u32 + n; Clock { h: (t / 60 % 24) as u8, m: (t % 60) as u8 } } }
