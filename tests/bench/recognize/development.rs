//~ newtype
pub struct OrderNumber(u32);
impl OrderNumber { pub fn new(n: u32) -> Self { OrderNumber(n) } pub fn value(&self) -> u32 { self.0 } }
impl std::fmt::Display for OrderNumber { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "#{:06}", self.0) } }
//~ newtype
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Seconds(u64);
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Millis(u64);
impl From<Seconds> for Millis { fn from(s: Seconds) -> Millis { Millis(s.0 * 1000) } }
//~ orphan-rule-newtype
struct Pretty<'a>(&'a [f64]);
impl std::fmt::Display for Pretty<'_> { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { for x in self.0 { writeln!(f, "{x:.2}")?; } Ok(()) } }
//~ builder
pub struct PizzaBuilder { size: u8, toppings: Vec<String> }
impl PizzaBuilder {
    pub fn new(size: u8) -> Self { Self { size, toppings: Vec::new() } }
    pub fn topping(mut self, name: impl Into<String>) -> Self { self.toppings.push(name.into()); self }
    pub fn finish(self) -> Pizza { Pizza { size: self.size, toppings: self.toppings } }
}
//~ typestate-builder
struct Missing; struct Present<T>(T);
struct JobBuilder<N, C> { name: N, command: C, retries: u8 }
impl JobBuilder<Missing, Missing> { fn new() -> Self { JobBuilder { name: Missing, command: Missing, retries: 0 } } }
impl<C> JobBuilder<Missing, C> { fn name(self, n: String) -> JobBuilder<Present<String>, C> { JobBuilder { name: Present(n), command: self.command, retries: self.retries } } }
impl<N> JobBuilder<N, Missing> { fn command(self, c: String) -> JobBuilder<N, Present<String>> { JobBuilder { name: self.name, command: Present(c), retries: self.retries } } }
impl JobBuilder<Present<String>, Present<String>> { fn build(self) -> Job { Job { name: self.name.0, command: self.command.0, retries: self.retries } } }
//~ typestate
pub struct Order<St> { items: Vec<u32>, state: St }
pub struct Draft; pub struct Placed { at: u64 } pub struct Shipped;
impl Order<Draft> { pub fn place(self, at: u64) -> Order<Placed> { Order { items: self.items, state: Placed { at } } } }
impl Order<Placed> { pub fn ship(self) -> Order<Shipped> { Order { items: self.items, state: Shipped } } }
//~ mutex-guard-across-await
async fn tick(state: &Mutex<Game>) {
    let mut g = state.lock().unwrap();
    g.turn += 1;
    broadcast(&g).await;
}
//~ clone-in-loop
fn run(cfg: Config, jobs: Vec<Job>) { for j in &jobs { let c = cfg.clone(); execute(c, j); } }
//~ clone-to-satisfy-borrow-checker
impl Graph { fn relax(&mut self) { for edge in self.edges.clone() { self.update(edge.from, edge.to); } } }
//~ unwrap-everywhere
fn main_loop() { let f = File::open("in").unwrap(); let mut s = String::new(); BufReader::new(f).read_to_string(&mut s).unwrap(); let n: i32 = s.trim().parse().unwrap(); println!("{}", n); }
//~ raii-guard
struct FileLock { path: PathBuf }
impl FileLock { fn acquire(p: &Path) -> io::Result<FileLock> { File::create_new(p)?; Ok(FileLock { path: p.into() }) } }
impl Drop for FileLock { fn drop(&mut self) { let _ = std::fs::remove_file(&self.path); } }
//~ timer-guard
struct Stopwatch<'a> { started: std::time::Instant, what: &'a str }
impl Drop for Stopwatch<'_> { fn drop(&mut self) { eprintln!("{} took {:?}", self.what, self.started.elapsed()); } }
//~ rc-refcell-graph
struct Person { name: String, friends: RefCell<Vec<Weak<Person>>>, spouse: Option<Rc<RefCell<Person>>> }
type PersonRef = Rc<RefCell<Person>>;
//~ weak-observer
struct Bus { subs: RefCell<Vec<Weak<dyn Listener>>> }
impl Bus { fn emit(&self, e: &Event) { self.subs.borrow_mut().retain(|s| match s.upgrade() { Some(l) => { l.hear(e); true } None => false }); } }
//~ sealed-trait
mod private { pub trait Sealed {} }
pub trait Number: private::Sealed + Copy { const ZERO: Self; }
impl private::Sealed for i32 {} impl Number for i32 { const ZERO: i32 = 0; }
//~ extension-trait
trait IteratorExt: Iterator { fn every(self, n: usize) -> StepBy<Self> where Self: Sized { self.step_by(n) } }
impl<I: Iterator> IteratorExt for I {}
//~ marker-trait
pub trait Safe {}
impl Safe for u8 {} impl Safe for Reading {}
fn send<T: Safe>(t: T) {}
//~ supertrait
trait Entity: std::fmt::Debug + Clone { fn id(&self) -> u64; fn describe(&self) -> String { format!("{:?}", self) } }
//~ generic-associated-type
trait Lending { type Out<'s> where Self: 's; fn lend<'s>(&'s mut self) -> Option<Self::Out<'s>>; }
//~ enum-dispatch
enum Account { Free { quota: u32 }, Paid(u32), Admin }
impl Account { fn limit(&self) -> u32 { match self { Account::Free { quota } => *quota, Account::Paid(n) => n * 10, Account::Admin => u32::MAX } } }
//~ trait-object-dispatch
fn draw_all(shapes: &[Box<dyn Drawable>], out: &mut Canvas) { for s in shapes { s.draw(out); } }
trait Drawable { fn draw(&self, c: &mut Canvas); }
struct Circle; impl Drawable for Circle { fn draw(&self, c: &mut Canvas) {} }
//~ thiserror-enum
use thiserror::Error;
#[derive(Error, Debug)] enum ParseFail { #[error("eof")] Eof, #[error("bad char {0}")] Bad(char) }
//~ anyhow-context
fn main() -> anyhow::Result<()> { let p = env::var("DB").context("DB is not set")?; open(&p).with_context(|| format!("open {p}"))?; Ok(()) }
//~ box-dyn-error
fn run(args: &[String]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> { let n: u32 = args[1].parse()?; let t = std::fs::read_to_string(&args[2])?; println!("{n} {t}"); Ok(()) }
//~ error-source-chain
fn print_causes(e: &dyn std::error::Error) { eprintln!("{e}"); let mut cur = e.source(); while let Some(c) = cur { eprintln!("  caused by {c}"); cur = c.source(); } }
//~ result-unit-error
pub fn reserve(n: usize) -> Result<Slot, ()> { if n > 9 { return Err(()); } Ok(Slot(n)) }
//~ collect-result
fn ids(line: &str) -> Result<Vec<u64>, ParseIntError> { line.split(',').map(|p| p.trim().parse::<u64>()).collect::<Result<Vec<_>, _>>() }
//~ ok-or-else-option
fn user(db: &Db, id: u32) -> Result<&User, ApiError> { db.users.get(&id).ok_or_else(|| ApiError::NotFound(id)) }
//~ let-else-early-return
fn host(url: &str) -> Option<String> { let Some((_, rest)) = url.split_once("://") else { return None; }; Some(rest.to_string()) }
//~ exit-in-library
pub fn check_licence(k: &str) { if k.len() != 16 { eprintln!("bad key"); std::process::exit(3); } }
//~ ignored-result
fn shutdown(s: &mut Socket, f: &mut File) { let _ = f.flush(); let _ = s.write_all(b"bye"); let _ = std::fs::rename("a", "b"); }
//~ nested-match-results
fn conf(p: &str) -> Result<u32, String> { match read(p) { Ok(t) => match t.trim().parse::<u32>() { Ok(n) => Ok(n), Err(e) => Err(e.to_string()) }, Err(e) => Err(e.to_string()) } }
//~ entry-api
fn group(ws: Vec<Word>) -> HashMap<char, Vec<Word>> { let mut m: HashMap<char, Vec<Word>> = HashMap::new(); for w in ws { m.entry(w.first()).or_insert_with(Vec::new).push(w); } m }
//~ contains-then-insert repeated-lookup
fn bump(m: &mut HashMap<String, u32>, k: String) { if !m.contains_key(&k) { m.insert(k.clone(), 0); } *m.get_mut(&k).unwrap() += 1; }
//~ clone-on-write
use std::borrow::Cow;
fn trim_bom<'a>(s: &'a str) -> Cow<'a, str> { match s.strip_prefix('\u{feff}') { Some(r) => Cow::Borrowed(r), None => Cow::Borrowed(s) } }
//~ mem-take
fn drain(&mut self) -> Vec<Event> { mem::take(&mut self.queue) }
//~ option-take-once
impl Join { fn stop(&mut self) { if let Some(h) = self.handle.take() { h.join().ok(); } } }
//~ split-borrow
fn swap_ends(v: &mut [Cell]) { let (l, r) = v.split_at_mut(1); std::mem::swap(&mut l[0], &mut r[0]); }
//~ retain-in-place
fn prune(sessions: &mut HashMap<u64, Session>, now: u64) { sessions.retain(|_, s| s.expires > now); }
//~ drain-collection
fn take_batch(q: &mut Vec<Job>, n: usize) -> Vec<Job> { q.drain(..n.min(q.len())).collect() }
//~ arena-allocation
struct TreeArena { nodes: Vec<TreeNode> }
#[derive(Clone, Copy)] struct NodeIdx(usize);
impl TreeArena { fn alloc(&mut self, n: TreeNode) -> NodeIdx { self.nodes.push(n); NodeIdx(self.nodes.len() - 1) } fn get(&self, i: NodeIdx) -> &TreeNode { &self.nodes[i.0] } }
//~ higher-ranked-trait-bound
fn each<F>(lines: &[String], f: F) where F: for<'l> Fn(&'l str) -> &'l str { for l in lines { println!("{}", f(l)); } }
//~ leak-for-static box-leak-static
fn intern(s: String) -> &'static str { Box::leak(s.into_boxed_str()) }
//~ mutable-out-parameter
fn divide(a: u32, b: u32, quotient: &mut u32, rest: &mut u32) -> bool { if b == 0 { return false; } *quotient = a / b; *rest = a % b; true }
//~ take-ownership-needlessly
fn count_words(text: String) -> usize { text.split_whitespace().count() }
//~ state-machine-enum
enum Conn { Idle, Dialing { tries: u8 }, Up(Session), Closed }
impl Conn { fn on_event(self, e: Ev) -> Conn { match (self, e) { (Conn::Idle, Ev::Dial) => Conn::Dialing { tries: 0 }, (Conn::Dialing { .. }, Ev::Ok(s)) => Conn::Up(s), (_, Ev::Hangup) => Conn::Closed, (s, _) => s } } }
//~ singleton-everywhere global-mutable-state static-mutex-for-everything
static DB: Lazy<Mutex<Connection>> = Lazy::new(|| Mutex::new(Connection::open("x.db").unwrap()));
fn add_user(n: &str) { DB.lock().unwrap().execute(n); }
//~ getter-setter-everywhere
impl Car { pub fn get_speed(&self) -> u32 { self.speed } pub fn set_speed(&mut self, speed: u32) { self.speed = speed; } pub fn get_fuel(&self) -> u32 { self.fuel } pub fn set_fuel(&mut self, fuel: u32) { self.fuel = fuel; } }
//~ undo-redo-stack
struct History { undo: Vec<Change>, redo: Vec<Change> }
impl History { fn undo(&mut self, d: &mut Doc) { if let Some(c) = self.undo.pop() { c.revert(d); self.redo.push(c); } } fn redo(&mut self, d: &mut Doc) { if let Some(c) = self.redo.pop() { c.apply(d); self.undo.push(c); } } }
//~ middleware-chain
type Next<'a> = Box<dyn Fn(Req) -> Resp + 'a>;
trait Middleware { fn handle(&self, r: Req, next: Next<'_>) -> Resp; }
//~ entity-component
struct World { positions: Vec<Option<Pos>>, velocities: Vec<Option<Vel>>, alive: Vec<bool> }
impl World { fn spawn(&mut self) -> usize { self.positions.push(None); self.velocities.push(None); self.alive.len() } }
//~ struct-of-arrays
struct Stars { mass: Vec<f64>, x: Vec<f64>, y: Vec<f64>, z: Vec<f64> }
//~ wildcard-reexports
mod ast; mod lexer;
pub use ast::*; pub use lexer::*; pub use parser::*;
//~ tokio-join-concurrent
async fn home(id: u64) -> Home { let (user, news) = tokio::join!(load_user(id), load_news()); Home { user, news } }
//~ try-join-first-error
async fn boot() -> Result<()> { let (a, b) = futures::try_join!(open_db(), open_cache())?; run(a, b).await }
//~ broadcast-channel
async fn chat() { let (tx, _) = tokio::sync::broadcast::channel::<String>(32); let mut rx = tx.subscribe(); while let Ok(m) = rx.recv().await { println!("{m}"); } }
//~ watch-channel
async fn follow(mut rx: tokio::sync::watch::Receiver<Config>) { while rx.changed().await.is_ok() { apply(&rx.borrow_and_update()); } }
//~ mpsc-channel
async fn pump() { let (tx, mut rx) = tokio::sync::mpsc::channel::<Frame>(64); tokio::spawn(async move { produce(tx).await }); while let Some(f) = rx.recv().await { show(f); } }
//~ graceful-shutdown-token
async fn worker(cancel: CancellationToken) { loop { tokio::select! { _ = cancel.cancelled() => break, j = next() => run(j).await } } }
//~ ctrl-c-shutdown
async fn wait() { tokio::signal::ctrl_c().await.expect("signal"); println!("bye"); }
//~ buffer-unordered
async fn all(us: Vec<Url>) -> Vec<Page> { futures::stream::iter(us.into_iter().map(get)).buffer_unordered(10).collect().await }
//~ pin-box-future
fn walk(dir: PathBuf) -> Pin<Box<dyn Future<Output = u64> + Send>> { Box::pin(async move { let mut n = 0; for d in subdirs(&dir).await { n += walk(d).await; } n }) }
//~ unbounded-channel-growth
fn start() -> UnboundedSender<Log> { let (tx, rx) = tokio::sync::mpsc::unbounded_channel(); tokio::spawn(drain(rx)); tx }
//~ spawn-and-forget
async fn on_request(r: Req) -> Resp { tokio::spawn(audit(r.clone())); Resp::ok() }
//~ async-without-await
async fn area(w: u32, h: u32) -> u32 { w * h }
//~ block-on-inside-async
async fn handler(h: Handle) -> u32 { futures::executor::block_on(compute()) }
//~ mpsc-std-channel
fn par() { let (tx, rx) = std::sync::mpsc::channel(); for i in 0..4 { let tx = tx.clone(); thread::spawn(move || tx.send(i * i).unwrap()); } drop(tx); for v in rx { println!("{v}"); } }
//~ scoped-thread-mutex parallel-chunks-scope
fn sum(v: &[u64]) -> u64 { let t = Mutex::new(0); std::thread::scope(|s| { for c in v.chunks(100) { s.spawn(|| *t.lock().unwrap() += c.iter().sum::<u64>()); } }); t.into_inner().unwrap() }
//~ compare-exchange-loop
fn take(n: &AtomicU32) -> bool { let mut cur = n.load(Relaxed); while cur > 0 { match n.compare_exchange_weak(cur, cur - 1, AcqRel, Relaxed) { Ok(_) => return true, Err(now) => cur = now } } false }
//~ rc-mutex
struct Shared { data: Rc<Mutex<Vec<u8>>> }
//~ lock-in-if-let
fn pop(q: &Mutex<Vec<u32>>) { if let Some(x) = q.lock().unwrap().pop() { slow(x); q.lock().unwrap().push(0); } }
//~ deadlock-lock-order
fn transfer(a: &Mutex<u32>, b: &Mutex<u32>) { let mut x = a.lock().unwrap(); let mut y = b.lock().unwrap(); *x -= 1; *y += 1; }
fn back(a: &Mutex<u32>, b: &Mutex<u32>) { let mut y = b.lock().unwrap(); let mut x = a.lock().unwrap(); *x += 1; *y -= 1; }
//~ spin-lock
fn lock(f: &AtomicBool) { while f.compare_exchange(false, true, Acquire, Relaxed).is_err() { std::hint::spin_loop(); } }
//~ c-string-argument
fn set_title(t: &str) { let c = CString::new(t).unwrap(); unsafe { ffi_set_title(c.as_ptr()) } }
//~ dangling-c-string
fn path_ptr(p: &str) -> *const c_char { CString::new(p).unwrap().as_ptr() }
//~ set-len-before-init
fn buf(n: usize) -> Vec<u8> { let mut v = Vec::with_capacity(n); unsafe { v.set_len(n); } v }
//~ repr-c-struct
#[repr(C)] pub struct Vec2 { x: f32, y: f32 }
//~ send-sync-impl
struct Handle(*mut Raw); unsafe impl Send for Handle {} unsafe impl Sync for Handle {}
//~ linked-list-collection
struct Queue { q: std::collections::LinkedList<Task> }
//~ const-item-with-cell
const CACHE: RefCell<Vec<u32>> = RefCell::new(Vec::new());
fn put(n: u32) { CACHE.borrow_mut().push(n); }
//~ buffered-io
fn copy(a: &Path, b: &Path) -> io::Result<()> { let r = BufReader::new(File::open(a)?); let mut w = BufWriter::new(File::create(b)?); for l in r.lines() { writeln!(w, "{}", l?)?; } w.flush() }
//~ preallocate-capacity
fn doubles(v: &[u32]) -> Vec<u32> { let mut o = Vec::with_capacity(v.len()); for x in v { o.push(x * 2); } o }
//~ iterator-impl
struct Countdown(u32);
impl Iterator for Countdown { type Item = u32; fn next(&mut self) -> Option<u32> { if self.0 == 0 { None } else { self.0 -= 1; Some(self.0) } } }
//~ slice-pattern
fn first_last(v: &[i32]) -> Option<(i32, i32)> { match v { [] => None, [x] => Some((*x, *x)), [a, .., z] => Some((*a, *z)) } }
//~ phantom-data-variance
struct Id<T> { raw: u64, _t: PhantomData<T> }
//~ inline-always-everywhere
#[inline(always)] pub fn load_config(p: &Path) -> Config { let t = read(p); let c = parse(&t); validate(&c); c }
//~ exponential-recursion
fn fib(n: u32) -> u64 { if n < 2 { n as u64 } else { fib(n - 1) + fib(n - 2) } }
//~ should-panic-test
#[cfg(test)] mod tests { use super::*; #[test] #[should_panic(expected = "empty")] fn refuses_empty() { mean(&[]); } }
//~ linked-list-take
struct List { head: Option<Box<Elem>> } struct Elem { v: i32, next: Option<Box<Elem>> }
impl List { fn push(&mut self, v: i32) { let n = Elem { v, next: self.head.take() }; self.head = Some(Box::new(n)); } fn pop(&mut self) -> Option<i32> { self.head.take().map(|n| { self.head = n.next; n.v }) } }
//~ newtype
#[repr(transparent)]
struct Km<T>(T);
impl<T: Copy> Km<T> { fn inner(&self) -> T { self.0 } }
//~ builder
struct HttpClientBuilder { timeout: Option<Duration>, agent: String }
impl HttpClientBuilder {
  fn timeout(&mut self, d: Duration) -> &mut HttpClientBuilder { self.timeout = Some(d); self }
  fn agent<S: Into<String>>(&mut self, s: S) -> &mut HttpClientBuilder { self.agent = s.into(); self }
  fn build(&mut self) -> HttpClient { HttpClient { timeout: self.timeout, agent: self.agent.clone() } }
}
//~ mutex-guard-across-await
impl Svc { async fn put(&self, k: u32) { let guard = self.map.write().unwrap(); tokio::time::sleep(D).await; drop(guard); } }
//~ mutex-guard-across-await
fn go(m: Arc<Mutex<i32>>) { tokio::spawn(async move { let mut n = m.lock().unwrap(); *n += 1; notify().await; }); }
//~ clone-in-loop
fn build(names: Vec<String>, prefix: String) -> Vec<String> { let mut out = Vec::new(); for n in &names { out.push(join(prefix.clone(), n)); } out }
//~ unwrap-everywhere
fn parse(s: &str) -> (u32, u32) { let mut it = s.split('x'); let w = it.next().unwrap().parse().unwrap(); let h = it.next().unwrap().parse().unwrap(); (w, h) }
//~ rc-refcell-graph
struct Node { val: i32, next: Option<Rc<RefCell<Node>>>, prev: Option<Weak<RefCell<Node>>> }
//~ error-enum
enum E { A, B(String) } impl std::error::Error for E {} impl fmt::Display for E { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { match self { E::A => write!(f, "a"), E::B(s) => write!(f, "{s}") } } }
//~ raii-guard
struct Span<'a>(&'a Tracer);
impl<'a> Drop for Span<'a> { fn drop(&mut self) { self.0.exit(); } }
//~ typestate
struct Door<S> { _p: PhantomData<S> } enum Open {} enum Closed {}
impl Door<Open> { fn close(self) -> Door<Closed> { Door { _p: PhantomData } } }
//~ visitor-trait visitor-enum-fold
trait Visitor<R> { fn visit_lit(&mut self, n: i64) -> R; fn visit_neg(&mut self, e: &Expr) -> R; }
//~ observer-callbacks event-bus
struct Button { handlers: Vec<Box<dyn Fn(&Click)>> }
impl Button { fn on_click<F: Fn(&Click) + 'static>(&mut self, f: F) { self.handlers.push(Box::new(f)); } fn click(&self) { for h in &self.handlers { h(&Click); } } }
//~ strategy-pattern dependency-injection-dyn trait-object-dispatch
trait Router { fn route(&self, a: P, b: P) -> Vec<P>; } struct Walk; struct Car; impl Router for Walk { fn route(&self, a: P, b: P) -> Vec<P> { vec![a, b] } } impl Router for Car { fn route(&self, a: P, b: P) -> Vec<P> { vec![b, a] } } struct Nav { r: Box<dyn Router> }
//~ command-trait
trait Command { fn execute(&self, d: &mut Doc); fn undo(&self, d: &mut Doc); } struct Insert(String); impl Command for Insert { fn execute(&self, d: &mut Doc) { d.push(&self.0) } fn undo(&self, d: &mut Doc) { d.pop(self.0.len()) } }
//~ factory-function
fn make_parser(kind: &str) -> Box<dyn Parser> { match kind { "json" => Box::new(Json), _ => Box::new(Toml) } }
//~ once-lock-global
lazy_static! { static ref RE: Regex = Regex::new("a+").unwrap(); }
//~ blocking-in-async
async fn job() { let body = reqwest::blocking::get("http://x").unwrap().text().unwrap(); println!("{body}"); }
//~ blocking-in-async
pub async fn wait_a_bit() { std::thread::sleep(std::time::Duration::from_millis(500)); done().await }
//~ string-parameter-by-reference
pub fn total(xs: &Vec<f64>) -> f64 { xs.iter().sum() }
//~ clone-to-satisfy-borrow-checker
impl Sim { fn step(&mut self) { let items = self.items.clone(); for it in &items { self.apply(it); } } }
//~ box-dyn-error-return box-dyn-error
fn load() -> Result<Config, Box<dyn std::error::Error>> { let s = std::fs::read_to_string("c.toml")?; let c = toml::from_str(&s)?; Ok(c) }
//~ static-mut-global
static mut CONFIG: Option<Config> = None; fn get() -> &'static Config { unsafe { CONFIG.as_ref().unwrap() } }
//~ large-stack-array
fn f() { let buf = [0u8; 1024 * 1024]; use_it(&buf); }
//~ condvar-wait-while
fn w(p: Arc<(Mutex<bool>, Condvar)>) { let (m, c) = &*p; let _g = c.wait_while(m.lock().unwrap(), |r| !*r).unwrap(); }
//~ mpsc-std-channel
fn m() { let (sender, receiver) = mpsc::channel::<String>(); thread::spawn(move || { sender.send("hi".into()).unwrap(); }); println!("{}", receiver.recv().unwrap()); }
//~ default-trait config-struct-default
fn t() -> Opts { Opts { level: 3, ..Default::default() } }
//~ from-into-conversion
impl From<io::Error> for MyError { fn from(e: io::Error) -> Self { MyError::Io(e) } }
//~ iterator-impl
impl Iterator for Fib { type Item = u64; fn next(&mut self) -> Option<u64> { let r = self.a; self.a = self.b; self.b += r; Some(r) } }
//~ panic-in-library
pub fn get(v: &[i32], i: usize) -> i32 { if i >= v.len() { panic!("index {} out of range", i); } v[i] }
//~ god-struct boolean-flags-state
struct S { a: bool, b: bool, c: bool, d: bool }
//~ hexagonal-port repository-trait
trait UserRepo { fn by_id(&self, id: u64) -> Option<User>; fn save(&self, u: User); }
//~ move-closure return-boxed-closure
fn adder(n: i32) -> Box<dyn Fn(i32) -> i32> { Box::new(move |x| x + n) }
//~ needless-collect collect-for-len
fn n(v: &[i32]) -> usize { v.iter().filter(|x| **x > 0).collect::<Vec<_>>().len() }
//~ needless-box
fn p(x: &Box<Point>) -> f64 { x.x }
//~ actor actor-std-thread
enum Msg { Inc, Get(mpsc::Sender<u32>) } fn start() -> mpsc::Sender<Msg> { let (tx, rx) = mpsc::channel(); thread::spawn(move || { let mut n = 0; for m in rx { match m { Msg::Inc => n += 1, Msg::Get(r) => { r.send(n).ok(); } } } }); tx }
//~ repeated-lookup
fn bonus(points: &BTreeMap<u32, i64>, who: u32) -> i64 { if points.contains_key(&who) { points[&who] * 2 } else { 0 } }
//~ sort-in-loop
fn ranks(input: impl Iterator<Item = f64>) -> Vec<f64> { let mut all = vec![]; for x in input { all.push(x); all.sort_by(f64::total_cmp); } all }
//~ format-for-concat
fn csv(rows: &[Row]) -> String { let mut out = String::new(); for r in rows { out.push_str(&format!("{},{}\n", r.id, r.name)); } out }
//~ allocating-comparison
fn is_quit(word: &str, other: &str) -> bool { word.to_uppercase() == other.to_uppercase() }
//~ collect-for-len
fn blank(text: &str) -> bool { text.lines().filter(|l| !l.is_empty()).collect::<Vec<_>>().is_empty() }
//~ count-instead-of-next-is-none
fn any_even(xs: &[i32]) -> bool { xs.iter().filter(|x| **x % 2 == 0).count() != 0 }
//~ vec-contains-loop
fn dedup(words: Vec<String>) -> Vec<String> { let mut kept = Vec::new(); for w in words { if !kept.contains(&w) { kept.push(w); } } kept }
//~ bound-on-struct
struct Sorted<T: Ord> { items: Vec<T> } impl<T: Ord> Sorted<T> { fn push(&mut self, t: T) { let at = self.items.partition_point(|x| x < &t); self.items.insert(at, t); } }
//~ deny-warnings-in-code
#![deny(warnings)]
pub fn area(w: u32, h: u32) -> u32 { w * h }
//~ macro-missing-trailing-comma
macro_rules! largest { ($($n:expr),+) => { [$($n),+].into_iter().max().unwrap() } }
//~ macro-unqualified-paths
macro_rules! set { ($($x:expr),* $(,)?) => {{ let mut s = HashSet::new(); $(s.insert($x);)* s }} }
//~ relaxed-publish
fn hand_over(&self, n: usize) { self.slot.store(n, Ordering::Relaxed); self.ready.store(true, Ordering::Relaxed); }
//~ box-dyn-error-in-library
pub fn open_ledger(path: &Path) -> Result<Ledger, Box<dyn std::error::Error>> { let raw = std::fs::read(path)?; Ok(Ledger::decode(&raw)?) }
//~ pub-fields-invariants
pub struct PriceRange { pub low: u64, pub high: u64 }
//~ swallowed-error
fn cleanup(dir: &Path) { if let Err(_) = std::fs::remove_dir_all(dir) {} }
//~ unbuffered-file-io
fn dump(points: &[(f64, f64)]) -> io::Result<()> { let mut f = File::create("points.txt")?; for (x, y) in points { writeln!(f, "{x} {y}")?; } Ok(()) }
//~ lock-while-calling-back
impl Hub { fn fire(&self, e: &Event) { for listener in self.listeners.lock().unwrap().iter() { (listener)(e); } } }
//~ mutex-unit
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
//~ drop-with-panic
impl Drop for Session { fn drop(&mut self) { self.socket.write_all(b"bye").unwrap(); } }
//~ option-reference-confusion
fn label(name: &Option<String>) -> &str { match name { Some(n) => n, None => "unnamed" } }
//~ reborrow
fn twice(out: &mut Vec<u8>) { emit(&mut *out, 1); emit(&mut *out, 2); }
//~ struct-with-borrowed-data
struct Word<'t> { text: &'t str, line: usize }
//~ generic-into-parameter
fn greet(name: impl Into<String>) -> Greeting { Greeting { name: name.into() } }
//~ swap-remove-order
fn drop_at(list: &mut Vec<Job>, i: usize) -> Job { list.swap_remove(i) }
//~ index-instead-of-reference
struct NodeId(usize); struct Tree { nodes: Vec<Node> } struct Node { parent: Option<NodeId>, children: Vec<NodeId> }
//~ static-bound
fn background<T>(task: T) where T: FnOnce() + Send + 'static { std::thread::spawn(task); }
//~ borrow-held-too-long
fn grow(v: &mut Vec<i32>) { let last = &v[v.len() - 1]; let copy = *last; v.push(copy); println!("{last}"); }
//~ premature-parallelism
fn doubled(xs: &[u64]) -> Vec<u64> { std::thread::scope(|s| { let hs: Vec<_> = xs.iter().map(|x| s.spawn(move || x * 2)).collect(); hs.into_iter().map(|h| h.join().unwrap()).collect() }) }
