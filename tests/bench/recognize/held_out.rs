//~ newtype
#[derive(PartialEq, PartialOrd, Debug, Copy, Clone)]
pub struct Celsius(f32);
impl std::ops::Deref for Celsius { type Target = f32; fn deref(&self) -> &f32 { &self.0 } }
impl Celsius { fn to_fahrenheit(self) -> f32 { self.0 * 1.8 + 32.0 } }
//~ newtype validation-newtype
pub struct PhoneNumber(String);
impl TryFrom<&str> for PhoneNumber {
    type Error = ParsePhoneError;
    fn try_from(s: &str) -> Result<Self, Self::Error> {
        if s.len() < 7 || !s.chars().all(|c| c.is_ascii_digit()) { return Err(ParsePhoneError); }
        Ok(PhoneNumber(s.to_string()))
    }
}
impl PhoneNumber { pub fn as_str(&self) -> &str { &self.0 } }
pub struct ParsePhoneError;
//~ builder
#[derive(Default)]
pub struct MailBuilder { to: Vec<String>, subject: Option<String>, body: String }
impl MailBuilder {
    pub fn to(mut self, address: &str) -> Self { self.to.push(address.into()); self }
    pub fn subject(mut self, text: &str) -> Self { self.subject = Some(text.into()); self }
    pub fn body(mut self, text: &str) -> Self { self.body = text.into(); self }
    pub fn build(self) -> Mail { Mail { to: self.to, subject: self.subject.unwrap_or_default(), body: self.body } }
}
pub struct Mail { to: Vec<String>, subject: String, body: String }
//~ builder builder-validation
pub struct QueryBuilder<'q> { table: Option<&'q str>, limit: usize, filters: Vec<&'q str> }
impl<'q> QueryBuilder<'q> {
    pub fn new() -> QueryBuilder<'q> { QueryBuilder { table: None, limit: 100, filters: vec![] } }
    pub fn from(&mut self, table: &'q str) -> &mut Self { self.table = Some(table); self }
    pub fn filter(&mut self, f: &'q str) -> &mut Self { self.filters.push(f); self }
    pub fn limit(&mut self, n: usize) -> &mut Self { self.limit = n; self }
    pub fn build(&self) -> Result<Query, &'static str> {
        let table = self.table.ok_or("no table")?;
        Ok(Query { sql: format!("select * from {table} limit {}", self.limit) })
    }
}
pub struct Query { sql: String }
//~ typestate
struct Unlit; struct Lit;
struct Candle<S> { height: u8, _s: std::marker::PhantomData<S> }
impl Candle<Unlit> {
    fn light(self) -> Candle<Lit> { Candle { height: self.height, _s: std::marker::PhantomData } }
}
impl Candle<Lit> {
    fn blow_out(self) -> Candle<Unlit> { Candle { height: self.height - 1, _s: std::marker::PhantomData } }
}
//~ typestate-builder
pub struct NoUrl;
pub struct HasUrl(String);
pub struct RequestBuilder<U> { url: U, headers: Vec<(String, String)> }
impl RequestBuilder<NoUrl> {
    pub fn new() -> Self { Self { url: NoUrl, headers: Vec::new() } }
    pub fn url(self, u: &str) -> RequestBuilder<HasUrl> { RequestBuilder { url: HasUrl(u.into()), headers: self.headers } }
}
impl<U> RequestBuilder<U> {
    pub fn header(mut self, k: &str, v: &str) -> Self { self.headers.push((k.into(), v.into())); self }
}
impl RequestBuilder<HasUrl> { pub fn build(self) -> Request { Request { url: self.url.0, headers: self.headers } } }
pub struct Request { url: String, headers: Vec<(String, String)> }
//~ mutex-guard-across-await
async fn refresh(cache: Arc<std::sync::Mutex<HashMap<String, String>>>, key: String) -> Result<(), Error> {
    let mut map = cache.lock().expect("poisoned");
    let body = fetch(&key).await?;
    map.insert(key, body);
    Ok(())
}
//~ clone-in-loop
fn notify_all(users: &[User], template: Template) {
    for user in users {
        send(user, template.clone());
    }
}
//~ unwrap-everywhere
fn load(path: &str) -> Config {
    let text = std::fs::read_to_string(path).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    Config { port: json.get("port").unwrap().as_u64().unwrap() as u16, name: json["name"].as_str().unwrap().to_string() }
}
//~ raii-guard
pub struct CursorHider<'t> { term: &'t mut Terminal }
impl<'t> CursorHider<'t> { pub fn new(term: &'t mut Terminal) -> Self { term.hide_cursor(); CursorHider { term } } }
impl<'t> Drop for CursorHider<'t> { fn drop(&mut self) { self.term.show_cursor(); } }
//~ rc-refcell-graph
use std::rc::Rc; use std::cell::RefCell;
type Link = Rc<RefCell<City>>;
struct City { name: String, roads: Vec<Link> }
fn connect(a: &Link, b: &Link) {
    a.borrow_mut().roads.push(Rc::clone(b));
    b.borrow_mut().roads.push(Rc::clone(a));
}
//~ weak-parent
struct Widget { label: String, parent: RefCell<Weak<Widget>>, kids: RefCell<Vec<Rc<Widget>>> }
fn adopt(parent: &Rc<Widget>, kid: Rc<Widget>) {
    *kid.parent.borrow_mut() = Rc::downgrade(parent);
    parent.kids.borrow_mut().push(kid);
}
//~ sealed-trait
pub trait Codec: sealed::Sealed { fn tag(&self) -> u8; }
mod sealed { pub trait Sealed {} impl Sealed for super::Flac {} impl Sealed for super::Opus {} }
pub struct Flac; pub struct Opus;
impl Codec for Flac { fn tag(&self) -> u8 { 1 } }
//~ extension-trait
pub trait DurationExt { fn as_minutes(&self) -> u64; }
impl DurationExt for std::time::Duration { fn as_minutes(&self) -> u64 { self.as_secs() / 60 } }
//~ blanket-implementation
trait Loud { fn shout(&self) -> String; }
impl<T> Loud for T where T: std::fmt::Display { fn shout(&self) -> String { self.to_string().to_uppercase() } }
//~ deref-polymorphism
struct Vehicle { wheels: u8 }
impl Vehicle { fn roll(&self) {} }
struct Truck { base: Vehicle, load: u32 }
impl std::ops::Deref for Truck { type Target = Vehicle; fn deref(&self) -> &Self::Target { &self.base } }
//~ thiserror-enum
#[derive(thiserror::Error, Debug)]
pub enum UploadError {
    #[error("file too big: {size} bytes")] TooBig { size: u64 },
    #[error(transparent)] Io(#[from] std::io::Error),
}
//~ error-enum
#[derive(Debug)]
pub enum DbError { Connect(std::io::Error), Syntax { line: usize }, Closed }
impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self { DbError::Connect(e) => write!(f, "connect: {e}"), DbError::Syntax { line } => write!(f, "line {line}"), DbError::Closed => f.write_str("closed") }
    }
}
impl std::error::Error for DbError {}
impl From<std::io::Error> for DbError { fn from(e: std::io::Error) -> Self { DbError::Connect(e) } }
//~ anyhow-context
fn read_manifest(dir: &Path) -> anyhow::Result<Manifest> {
    let raw = fs::read(dir.join("manifest.json")).context("could not open the manifest")?;
    serde_json::from_slice(&raw).with_context(|| format!("bad manifest in {dir:?}"))
}
//~ stringly-typed-error
fn book_seat(row: u8, seat: u8) -> Result<Ticket, String> {
    if row > 30 { return Err(format!("no row {row}")); }
    if seat > 6 { return Err("no such seat".to_string()); }
    Ok(Ticket { row, seat })
}
//~ swallowed-error
fn sync_all(items: &[Item]) {
    for item in items {
        if let Err(_) = upload(item) {}
    }
}
fn save_prefs(p: &Prefs) { match write_file(p) { Ok(_) => (), Err(_) => () } }
//~ arc-mutex-shared-state
fn tally(words: Vec<String>) -> usize {
    let total = Arc::new(Mutex::new(0usize));
    let handles: Vec<_> = words.chunks(10).map(|c| {
        let total = Arc::clone(&total);
        let n = c.len();
        std::thread::spawn(move || { *total.lock().unwrap() += n; })
    }).collect();
    for h in handles { h.join().unwrap(); }
    let n = *total.lock().unwrap();
    n
}
//~ once-lock-global
static SETTINGS: std::sync::OnceLock<Settings> = std::sync::OnceLock::new();
pub fn settings() -> &'static Settings { SETTINGS.get_or_init(|| Settings::load("app.toml")) }
//~ entry-api
fn histogram(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars() { *counts.entry(c).or_insert(0) += 1; }
    counts
}
//~ clone-on-write
fn escape_html(input: &str) -> Cow<str> {
    if !input.contains(['<', '>']) { return input.into(); }
    Cow::Owned(input.replace('<', "&lt;").replace('>', "&gt;"))
}
//~ mem-take
impl Batcher {
    fn flush(&mut self) { let pending = std::mem::replace(&mut self.pending, Vec::new()); self.sink.write(pending); }
    fn reset(&mut self) -> String { std::mem::take(&mut self.buffer) }
}
//~ state-machine-enum
enum Signal { Red, Green, Amber }
impl Signal {
    fn next(self) -> Signal { match self { Signal::Red => Signal::Green, Signal::Green => Signal::Amber, Signal::Amber => Signal::Red } }
}
//~ strategy-pattern
trait Compressor { fn squeeze(&self, data: &[u8]) -> Vec<u8>; }
struct Fast; struct Small;
impl Compressor for Fast { fn squeeze(&self, d: &[u8]) -> Vec<u8> { d.to_vec() } }
impl Compressor for Small { fn squeeze(&self, d: &[u8]) -> Vec<u8> { d[..d.len() / 2].to_vec() } }
struct Archive { compressor: Box<dyn Compressor> }
impl Archive { fn new(compressor: Box<dyn Compressor>) -> Self { Archive { compressor } } fn add(&self, d: &[u8]) -> Vec<u8> { self.compressor.squeeze(d) } }
//~ actor
enum Msg { Deposit(u64), Balance(oneshot::Sender<u64>) }
struct Bank { inbox: mpsc::Receiver<Msg>, funds: u64 }
impl Bank {
    async fn run(mut self) {
        while let Some(msg) = self.inbox.recv().await {
            match msg { Msg::Deposit(n) => self.funds += n, Msg::Balance(reply) => { let _ = reply.send(self.funds); } }
        }
    }
}
//~ tokio-select
async fn serve(listener: TcpListener, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            conn = listener.accept() => { if let Ok((s, _)) = conn { tokio::spawn(handle(s)); } }
            _ = stop.changed() => break,
        }
    }
}
//~ tokio-timeout
async fn ping(host: &str) -> bool {
    matches!(tokio::time::timeout(Duration::from_secs(2), connect(host)).await, Ok(Ok(_)))
}
//~ join-set
async fn crawl(urls: Vec<Url>) -> Vec<Page> {
    let mut set = tokio::task::JoinSet::new();
    for u in urls { set.spawn(download(u)); }
    let mut out = vec![];
    while let Some(res) = set.join_next().await { out.extend(res.unwrap().ok()); }
    out
}
//~ spawn-blocking
async fn thumbnail(img: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let small = tokio::task::spawn_blocking(move || shrink(&img, 128)).await??;
    Ok(small)
}
//~ blocking-in-async
async fn import(path: PathBuf) -> io::Result<usize> {
    let text = std::fs::read_to_string(&path)?;
    std::thread::sleep(std::time::Duration::from_secs(1));
    Ok(text.lines().count())
}
//~ retry-with-backoff retry-on-error
async fn fetch_with_retry(url: &str) -> Result<String, reqwest::Error> {
    let mut delay = Duration::from_millis(200);
    for attempt in 0..5 {
        match get(url).await { Ok(b) => return Ok(b), Err(e) if attempt == 4 => return Err(e), Err(_) => {} }
        tokio::time::sleep(delay).await;
        delay *= 2;
    }
    unreachable!()
}
//~ oneshot-reply
async fn ask(tx: &mpsc::Sender<(String, oneshot::Sender<usize>)>, q: String) -> Option<usize> {
    let (reply_tx, reply_rx) = oneshot::channel();
    tx.send((q, reply_tx)).await.ok()?;
    reply_rx.await.ok()
}
//~ semaphore-limit
async fn fetch_pages(urls: Vec<String>) {
    let gate = Arc::new(Semaphore::new(8));
    for url in urls {
        let gate = gate.clone();
        tokio::spawn(async move { let _permit = gate.acquire_owned().await.unwrap(); grab(&url).await; });
    }
}
//~ static-mut-global
static mut HITS: u64 = 0;
pub fn hit() { unsafe { HITS += 1; } }
//~ transmute-for-conversion
fn bits(x: f32) -> u32 { unsafe { std::mem::transmute::<f32, u32>(x) } }
//~ extern-c-function
#[no_mangle]
pub extern "C" fn checksum(seed: u32, step: u32) -> u32 { seed.wrapping_mul(31).wrapping_add(step) }
//~ opaque-handle
#[no_mangle] pub extern "C" fn parser_create() -> *mut Parser { Box::into_raw(Box::new(Parser::new())) }
#[no_mangle] pub unsafe extern "C" fn parser_destroy(p: *mut Parser) { if !p.is_null() { drop(Box::from_raw(p)); } }
//~ unsafe-without-safety-comment
pub fn first_byte(b: &[u8]) -> u8 { unsafe { *b.as_ptr() } }
//~ string-parameter-by-reference
fn greet(name: &String, titles: &Vec<String>) -> String { format!("{} {}", titles.join(" "), name) }
//~ index-loop
fn sum_even(v: &Vec<i32>) -> i32 {
    let mut s = 0;
    for idx in 0..v.len() { if v[idx] % 2 == 0 { s += v[idx]; } }
    s
}
//~ string-concat-in-loop
fn csv(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows { out = out + &row.id.to_string() + ","; }
    out
}
//~ vec-remove-front
fn bfs(start: Node) {
    let mut todo = vec![start];
    while todo.len() > 0 { let n = todo.remove(0); for c in n.children() { todo.push(c); } }
}
//~ boolean-flags-state
pub struct Order { paid: bool, shipped: bool, cancelled: bool, delivered: bool, total: u32 }
//~ rc-cycle
struct Employee { name: String, boss: RefCell<Option<Rc<Employee>>>, reports: RefCell<Vec<Rc<Employee>>> }
//~ arc-everywhere
fn area(shape: Arc<Shape>) -> f64 { shape.w * shape.h }
fn perimeter(shape: Arc<Shape>) -> f64 { 2.0 * (shape.w + shape.h) }
//~ box-vec
struct Album { photos: Box<Vec<Photo>>, title: Box<String> }
//~ interior-mutability-refcell memoize-refcell
struct Lookup { seen: RefCell<HashMap<String, u32>> }
impl Lookup {
    fn id(&self, s: &str) -> u32 {
        if let Some(i) = self.seen.borrow().get(s) { return *i; }
        let i = self.seen.borrow().len() as u32;
        self.seen.borrow_mut().insert(s.to_owned(), i);
        i
    }
}
//~ atomic-counter
static REQUESTS: AtomicUsize = AtomicUsize::new(0);
fn count_request() -> usize { REQUESTS.fetch_add(1, Ordering::SeqCst) + 1 }
//~ condvar-wait-while
fn wait_ready(pair: &(Mutex<bool>, Condvar)) {
    let (lock, cv) = pair;
    let mut ready = lock.lock().unwrap();
    while !*ready { ready = cv.wait(ready).unwrap(); }
}
//~ rwlock-many-readers
struct Dns { table: RwLock<HashMap<String, IpAddr>> }
impl Dns {
    fn resolve(&self, n: &str) -> Option<IpAddr> { self.table.read().unwrap().get(n).copied() }
    fn learn(&self, n: String, ip: IpAddr) { self.table.write().unwrap().insert(n, ip); }
}
//~ thread-local-state
thread_local! { static DEPTH: Cell<u32> = Cell::new(0); }
fn nested<R>(f: impl FnOnce() -> R) -> R { DEPTH.with(|d| d.set(d.get() + 1)); let r = f(); DEPTH.with(|d| d.set(d.get() - 1)); r }
//~ tt-muncher
macro_rules! parse_flags {
    ($out:ident) => {};
    ($out:ident --quiet $($tail:tt)*) => { $out.quiet = true; parse_flags!($out $($tail)*); };
    ($out:ident --jobs $n:literal $($tail:tt)*) => { $out.jobs = $n; parse_flags!($out $($tail)*); };
}
//~ repetition-macro
macro_rules! hashmap { ($($k:expr => $v:expr),* $(,)?) => {{ let mut m = ::std::collections::HashMap::new(); $(m.insert($k, $v);)* m }}; }
//~ macro-trait-impl-list
macro_rules! impl_area { ($($t:ty),*) => { $(impl Area for $t { fn area(&self) -> f64 { (*self) as f64 } })* }; }
impl_area!(i32, u8, f64);
//~ const-generic-array
struct Window<T, const LEN: usize> { samples: [T; LEN], at: usize }
impl<T: Copy, const LEN: usize> Window<T, LEN> { fn push(&mut self, s: T) { self.samples[self.at % LEN] = s; self.at += 1; } }
//~ return-impl-iterator
fn odd_squares(v: &[u32]) -> impl Iterator<Item = u32> + '_ { v.iter().filter(|n| *n % 2 == 1).map(|n| n * n) }
//~ iterator-adapter
struct EveryOther<I> { inner: I }
impl<I: Iterator> Iterator for EveryOther<I> { type Item = I::Item; fn next(&mut self) -> Option<I::Item> { let x = self.inner.next(); self.inner.next(); x } }
//~ large-enum-variant
enum Packet { Ack, Data { body: [u8; 4096] }, Nack(u8) }
//~ visitor-trait
trait NodeVisitor { fn visit_number(&mut self, n: f64); fn visit_sum(&mut self, a: &Ast, b: &Ast); }
enum Ast { Number(f64), Sum(Box<Ast>, Box<Ast>) }
impl Ast { fn accept(&self, v: &mut dyn NodeVisitor) { match self { Ast::Number(n) => v.visit_number(*n), Ast::Sum(a, b) => v.visit_sum(a, b) } } }
//~ box-recursive-type
enum Json { Null, List(Box<Cons>) }
struct Cons { head: Json, tail: Option<Box<Cons>> }
//~ repository-trait
trait InvoiceRepository { fn find_by_id(&self, id: u64) -> Option<Invoice>; fn save(&mut self, i: &Invoice) -> Result<(), DbErr>; fn delete(&mut self, id: u64) -> bool; }
struct PgInvoices { pool: Pool }
impl InvoiceRepository for PgInvoices { fn find_by_id(&self, id: u64) -> Option<Invoice> { self.pool.one(id) } fn save(&mut self, i: &Invoice) -> Result<(), DbErr> { self.pool.put(i) } fn delete(&mut self, id: u64) -> bool { self.pool.del(id) } }
//~ event-sourcing
enum AccountEvent { Opened { owner: String }, Credited(u32), Debited(u32) }
impl Account { fn apply(&mut self, e: &AccountEvent) { match e { AccountEvent::Opened { owner } => self.owner = owner.clone(), AccountEvent::Credited(n) => self.cents += n, AccountEvent::Debited(n) => self.cents -= n } }
  fn replay(events: &[AccountEvent]) -> Account { let mut a = Account::default(); for e in events { a.apply(e); } a } }
//~ generational-index
#[derive(Clone, Copy)] struct Key { idx: u32, gen: u32 }
struct Entry<T> { gen: u32, item: Option<T> }
struct Store<T> { entries: Vec<Entry<T>>, free: Vec<u32> }
impl<T> Store<T> { fn get(&self, k: Key) -> Option<&T> { let e = self.entries.get(k.idx as usize)?; if e.gen == k.gen { e.item.as_ref() } else { None } } }
//~ rayon-par-iter
fn brighten(pixels: &mut [u8]) { pixels.par_iter_mut().for_each(|p| *p = p.saturating_add(10)); }
//~ fromstr-parse
impl std::str::FromStr for Rgb {
    type Err = RgbError;
    fn from_str(text: &str) -> Result<Rgb, RgbError> { let hex = text.strip_prefix('#').ok_or(RgbError)?; u32::from_str_radix(hex, 16).map(Rgb).map_err(|_| RgbError) }
}
//~ operator-overloading
impl std::ops::Sub<Vec3> for Vec3 { type Output = Vec3; fn sub(self, r: Vec3) -> Vec3 { Vec3 { x: self.x - r.x, y: self.y - r.y, z: self.z - r.z } } }
impl std::ops::AddAssign for Vec3 { fn add_assign(&mut self, r: Vec3) { self.x += r.x; self.y += r.y; self.z += r.z; } }
//~ println-debugging-left
fn pay(cart: &Cart) -> u32 { let sum = cart.total(); dbg!(sum); println!("DEBUG here 2 {:?}", cart); sum }
//~ refcell-double-borrow
fn shift(list: &RefCell<Vec<u32>>) { let first = list.borrow(); let n = first[0]; list.borrow_mut().push(n); }
//~ forgotten-await
async fn write_log(line: &str) -> io::Result<()> { append(line).await }
async fn finish() { write_log("done"); shut().await; }
//~ self-referential-struct
struct Sentence<'a> { owned: String, first_word: &'a str, rest: Vec<&'a str> }
//~ plugin-architecture
trait Filter { fn name(&self) -> &'static str; fn on_line(&mut self, l: &str) -> Option<String>; }
struct Host { filters: Vec<Box<dyn Filter>> }
impl Host { fn register(&mut self, f: Box<dyn Filter>) { self.filters.push(f); } fn feed(&mut self, l: &str) { for f in &mut self.filters { f.on_line(l); } } }
//~ lock-unwrap-chain
fn report(s: &Mutex<State>) { println!("{} {}", s.lock().unwrap().hits, s.lock().unwrap().misses); }
//~ mutex-for-atomic
struct Limiter { open: Arc<Mutex<u32>> }
impl Limiter { fn enter(&self) { *self.open.lock().unwrap() += 1; } fn leave(&self) { *self.open.lock().unwrap() -= 1; } }
//~ sequential-await
async fn dashboard(id: u64) -> Page { let user = load_user(id).await; let posts = load_posts(id).await; let ads = load_ads().await; render(user, posts, ads) }
//~ needless-collect collect-for-len
fn is_busy(jobs: &[Job]) -> bool { let active = jobs.iter().filter(|j| j.active).collect::<Vec<_>>(); active.len() > 10 }
//~ regex-in-loop
fn grep(lines: &[String]) -> Vec<&String> { let mut v = vec![]; for l in lines { if regex::Regex::new("^a+b").unwrap().is_match(l) { v.push(l); } } v }
//~ partial-eq-with-hash-mismatch
#[derive(Hash, Eq)] struct Tag { name: String, seen: u32 }
impl PartialEq for Tag { fn eq(&self, o: &Tag) -> bool { self.name == o.name } }
//~ and-then-chain
fn port(env: &Env) -> Option<u16> { env.get("PORT").and_then(|s| s.trim().parse::<u16>().ok()).and_then(|p| if p > 1024 { Some(p) } else { None }) }
//~ arc-clone-explicit
fn fan_out(cfg: Arc<Config>) { for id in 0..4 { let cfg = Arc::clone(&cfg); std::thread::spawn(move || work(id, &cfg)); } }
//~ arc-make-mut
fn rename(doc: &mut Arc<Document>, title: &str) { let inner = Arc::make_mut(doc); inner.title = title.to_owned(); }
//~ arc-try-unwrap
fn finish(shared: Arc<Mutex<Vec<u64>>>) -> Vec<u64> { match Arc::try_unwrap(shared) { Ok(m) => m.into_inner().unwrap(), Err(still) => still.lock().unwrap().clone() } }
//~ array-from-fn
fn squares() -> [u32; 8] { std::array::from_fn(|i| (i * i) as u32) }
//~ associated-const
trait Wire { const TAG: u8; fn body(&self) -> Vec<u8>; }
struct Ping; impl Wire for Ping { const TAG: u8 = 1; fn body(&self) -> Vec<u8> { vec![] } }
fn frame<W: Wire>(w: &W) -> Vec<u8> { let mut v = vec![W::TAG]; v.extend(w.body()); v }
//~ associated-type
trait Storage { type Key; type Value; fn load(&self, k: &Self::Key) -> Option<Self::Value>; }
struct Disk; impl Storage for Disk { type Key = String; type Value = Vec<u8>; fn load(&self, k: &String) -> Option<Vec<u8>> { std::fs::read(k).ok() } }
//~ atomic-flag-stop
struct Sampler { halt: Arc<AtomicBool>, worker: Option<JoinHandle<()>> }
impl Sampler { fn stop(&mut self) { self.halt.store(true, Ordering::Release); if let Some(h) = self.worker.take() { h.join().unwrap(); } }
fn run(halt: Arc<AtomicBool>) { while !halt.load(Ordering::Acquire) { sample(); } } }
//~ barrier-phases
fn phases(n: usize) { let gate = Arc::new(Barrier::new(n)); for _ in 0..n { let gate = Arc::clone(&gate); thread::spawn(move || { load(); gate.wait(); compute(); }); } }
//~ binary-heap-top-n
fn largest(values: impl Iterator<Item = u64>, k: usize) -> Vec<u64> { let mut heap = BinaryHeap::new(); for v in values { heap.push(Reverse(v)); if heap.len() > k { heap.pop(); } } heap.into_iter().map(|Reverse(v)| v).collect() }
//~ binary-search-sorted
fn add(sorted: &mut Vec<u32>, x: u32) { match sorted.binary_search(&x) { Ok(_) => {} Err(at) => sorted.insert(at, x) } }
//~ binary-tree-option-box
struct Leafy { key: i32, lo: Option<Box<Leafy>>, hi: Option<Box<Leafy>> }
impl Leafy { fn has(&self, k: i32) -> bool { if k == self.key { return true; } let side = if k < self.key { &self.lo } else { &self.hi }; side.as_ref().is_some_and(|n| n.has(k)) } }
//~ box-trait-object trait-object-dispatch
fn backend(name: &str) -> Box<dyn Renderer> { match name { "svg" => Box::new(Svg::default()), _ => Box::new(Text) } }
//~ btreemap-range
fn between(events: &BTreeMap<u64, Event>, from: u64, to: u64) -> Vec<&Event> { events.range(from..to).map(|(_, e)| e).collect() }
//~ buffer-reuse
fn count(mut input: impl BufRead) -> io::Result<usize> { let mut line = String::new(); let mut n = 0; while input.read_line(&mut line)? > 0 { n += line.split(',').count(); line.clear(); } Ok(n) }
//~ builder-validation builder
impl ServerBuilder { pub fn port(mut self, p: u16) -> Self { self.port = Some(p); self }
pub fn build(self) -> Result<Server, BuildError> { let port = self.port.ok_or(BuildError::MissingPort)?; if port == 0 { return Err(BuildError::BadPort); } Ok(Server { port }) } }
//~ c-string-return
#[unsafe(no_mangle)] pub extern "C" fn greeting() -> *mut c_char { CString::new("hello").unwrap().into_raw() }
#[unsafe(no_mangle)] pub unsafe extern "C" fn greeting_free(p: *mut c_char) { if !p.is_null() { drop(unsafe { CString::from_raw(p) }); } }
//~ catch-unwind-isolation
fn guarded(job: Job) -> Result<Output, String> { std::panic::catch_unwind(AssertUnwindSafe(|| job.run())).map_err(|_| "job panicked".to_string()) }
//~ cell-copy-value
struct Hits { n: Cell<u32> } impl Hits { fn hit(&self) -> u32 { self.n.set(self.n.get() + 1); self.n.get() } }
//~ chain-of-responsibility
trait Filter { fn handle(&self, r: &Request) -> Option<Response>; }
struct Pipeline { filters: Vec<Box<dyn Filter>> } impl Pipeline { fn run(&self, r: &Request) -> Response { self.filters.iter().find_map(|f| f.handle(r)).unwrap_or(Response::not_found()) } }
//~ clap-subcommands clap-cli
#[derive(clap::Parser)] struct Cli { #[command(subcommand)] cmd: Cmd }
#[derive(clap::Subcommand)] enum Cmd { Add { name: String }, Remove { #[arg(long)] all: bool } }
//~ cold-path
#[cold] #[inline(never)] fn overflow(len: usize, cap: usize) -> ! { panic!("length {len} exceeds {cap}") }
//~ composite-tree
enum Shape { Circle(f64), Group(Vec<Shape>) } impl Shape { fn area(&self) -> f64 { match self { Shape::Circle(r) => 3.14 * r * r, Shape::Group(parts) => parts.iter().map(|p| p.area()).sum() } } }
//~ const-assert
const _: () = assert!(std::mem::size_of::<Header>() == 16); const _: () = assert!(QUEUE.is_power_of_two());
//~ const-fn-table static-table-lookup
const fn table() -> [u32; 256] { let mut t = [0; 256]; let mut i = 0; while i < 256 { t[i] = (i as u32).wrapping_mul(0x9E37); i += 1; } t } static TABLE: [u32; 256] = table();
//~ const-generic-matrix
struct Grid<const R: usize, const C: usize> { cells: [[f32; C]; R] } impl<const R: usize, const C: usize> Grid<R, C> { fn flip(&self) -> Grid<C, R> { let mut g = Grid { cells: [[0.0; R]; C] }; for r in 0..R { for c in 0..C { g.cells[c][r] = self.cells[r][c]; } } g } }
//~ criterion-benchmark
fn bench_sort(c: &mut Criterion) { c.bench_function("sort 1k", |b| b.iter(|| sort(black_box(data())))); } criterion_group!(benches, bench_sort); criterion_main!(benches);
//~ default-method-trait
trait Announce { fn name(&self) -> String; fn announce(&self) -> String { format!("Here comes {}", self.name()) } }
struct Dog; impl Announce for Dog { fn name(&self) -> String { "Rex".into() } }
//~ defer-scopeguard
fn with_cwd(dir: &Path) -> io::Result<()> { let old = env::current_dir()?; env::set_current_dir(dir)?; let _back = scopeguard::guard((), |_| { let _ = env::set_current_dir(&old); }); run() }
//~ delegation
struct Playlist { tracks: Vec<Track>, name: String } impl Playlist { pub fn len(&self) -> usize { self.tracks.len() } pub fn push(&mut self, t: Track) { self.tracks.push(t); } pub fn iter(&self) -> std::slice::Iter<'_, Track> { self.tracks.iter() } }
//~ dependency-injection-generic
struct Signup<M: Mailer, C: Clock> { mailer: M, clock: C } impl<M: Mailer, C: Clock> Signup<M, C> { fn new(mailer: M, clock: C) -> Self { Signup { mailer, clock } } fn run(&self, to: &str) { self.mailer.send(to, self.clock.now()); } }
//~ deprecated-attribute
#[deprecated(since = "2.1.0", note = "use `connect_with` instead")] pub fn connect(addr: &str) -> Conn { connect_with(addr, Options::default()) }
//~ deref-smart-pointer
struct Tracked<T> { value: T, reads: Cell<u32> } impl<T> std::ops::Deref for Tracked<T> { type Target = T; fn deref(&self) -> &T { self.reads.set(self.reads.get() + 1); &self.value } }
//~ domain-newtypes newtype
pub struct UserId(Uuid); pub struct OrderId(Uuid); pub struct Cents(u64); fn charge(user: UserId, order: OrderId, amount: Cents) -> Result<(), Declined> { gateway(user.0, order.0, amount.0) }
//~ double-ended-iterator
impl Iterator for Span2 { type Item = u32; fn next(&mut self) -> Option<u32> { if self.lo == self.hi { None } else { self.lo += 1; Some(self.lo - 1) } } }
impl DoubleEndedIterator for Span2 { fn next_back(&mut self) -> Option<u32> { if self.lo == self.hi { None } else { self.hi -= 1; Some(self.hi) } } }
//~ downcast-any
fn describe(v: &dyn Any) -> String { if let Some(n) = v.downcast_ref::<i64>() { format!("int {n}") } else if let Some(s) = v.downcast_ref::<String>() { s.clone() } else { "?".into() } }
//~ drop-early
fn publish(q: &Mutex<Vec<Msg>>) { let mut g = q.lock().unwrap(); let batch = std::mem::take(&mut *g); drop(g); for m in batch { send(m); } }
//~ enum-size-box-variant
enum Packet { Ack(u8), Data(Box<[u8; 4096]>), Close }
//~ error-downcast
fn is_timeout(e: &(dyn std::error::Error + 'static)) -> bool { e.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::TimedOut) }
//~ error-struct-with-kind
pub struct StoreError { kind: StoreErrorKind, source: Option<io::Error> } pub enum StoreErrorKind { Missing, Locked, Corrupt } impl StoreError { pub fn kind(&self) -> &StoreErrorKind { &self.kind } }
//~ error-type-alias
pub type Result<T, E = ParseError> = std::result::Result<T, E>; pub fn parse(s: &str) -> Result<Ast> { Parser::new(s).run() }
//~ event-bus
struct Bus { handlers: HashMap<TypeId, Vec<Box<dyn Fn(&dyn Any)>>> } impl Bus { fn subscribe<E: 'static>(&mut self, f: impl Fn(&E) + 'static) { self.handlers.entry(TypeId::of::<E>()).or_default().push(Box::new(move |e| f(e.downcast_ref().unwrap()))); } fn publish<E: 'static>(&self, e: &E) { for h in self.handlers.get(&TypeId::of::<E>()).into_iter().flatten() { h(e); } } }
//~ exit-code-termination
fn main() -> std::process::ExitCode { match run() { Ok(()) => ExitCode::SUCCESS, Err(e) => { eprintln!("{e}"); ExitCode::from(2) } } }
//~ fallback-value
fn timeout(cfg: &Config) -> Duration { cfg.timeout.unwrap_or(Duration::from_secs(30)) } fn shell() -> String { std::env::var("SHELL").unwrap_or_else(|_| "/bin/sh".into()) }
//~ ffi-callback
unsafe extern "C" fn trampoline<F: FnMut(i32)>(code: c_int, user: *mut c_void) { let f = unsafe { &mut *(user as *mut F) }; f(code); } fn each<F: FnMut(i32)>(mut f: F) { unsafe { lib_each(Some(trampoline::<F>), &mut f as *mut F as *mut c_void) } }
//~ ffi-panic-boundary
#[unsafe(no_mangle)] pub extern "C" fn engine_step(e: *mut Engine) -> i32 { match std::panic::catch_unwind(|| unsafe { (*e).step() }) { Ok(()) => 0, Err(_) => -1 } }
//~ ffi-slice-argument
#[unsafe(no_mangle)] pub unsafe extern "C" fn checksum(data: *const u8, len: usize) -> u32 { if data.is_null() { return 0; } let bytes = unsafe { std::slice::from_raw_parts(data, len) }; bytes.iter().map(|b| *b as u32).sum() }
//~ hash-eq-consistency
impl PartialEq for Tag { fn eq(&self, o: &Tag) -> bool { self.0.eq_ignore_ascii_case(&o.0) } } impl Eq for Tag {} impl Hash for Tag { fn hash<H: Hasher>(&self, h: &mut H) { for b in self.0.bytes() { h.write_u8(b.to_ascii_lowercase()); } } }
//~ include-str-data
static WORDS: &str = include_str!("../data/words.txt"); fn words() -> impl Iterator<Item = &'static str> { WORDS.lines() }
//~ index-trait
impl std::ops::Index<(usize, usize)> for Board { type Output = Piece; fn index(&self, (r, c): (usize, usize)) -> &Piece { &self.cells[r * 8 + c] } }
//~ instant-measurement
let begun = Instant::now(); let rows = load(); println!("{} rows in {:?}", rows.len(), begun.elapsed());
//~ interpreter-ast
enum Expr { Num(f64), Neg(Box<Expr>), Bin(Box<Expr>, Op, Box<Expr>) } fn eval(e: &Expr) -> f64 { match e { Expr::Num(n) => *n, Expr::Neg(x) => -eval(x), Expr::Bin(l, Op::Add, r) => eval(l) + eval(r), Expr::Bin(l, Op::Mul, r) => eval(l) * eval(r) } }
//~ io-error-kind
fn read_or_empty(p: &Path) -> io::Result<String> { match fs::read_to_string(p) { Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(String::new()), other => other } }
//~ iterator-chain-fold
fn checksum(b: &[u8]) -> u32 { b.iter().fold(17, |acc, x| acc * 31 + u32::from(*x)) }
//~ iterator-from-fn
fn collatz(mut n: u64) -> impl Iterator<Item = u64> { std::iter::from_fn(move || { if n == 1 { return None; } n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 }; Some(n) }) }
//~ iterator-peekable
fn number(it: &mut Peekable<Chars<'_>>) -> u32 { let mut n = 0; while let Some(d) = it.peek().and_then(|c| c.to_digit(10)) { n = n * 10 + d; it.next(); } n }
//~ iterator-scan-state
let balances: Vec<i64> = moves.iter().scan(0, |sum, m| { *sum += m; Some(*sum) }).collect();
//~ iterator-try-fold
fn total(xs: &[u8]) -> Option<u8> { xs.iter().try_fold(0u8, |acc, x| acc.checked_add(*x)) }
//~ iterator-zip-enumerate
for (i, (a, b)) in left.iter().zip(&right).enumerate() { if a != b { println!("differs at {i}"); } }
//~ lru-cache
struct Lru<K, V> { cap: usize, map: HashMap<K, V>, order: VecDeque<K> } impl<K: Hash + Eq + Clone, V> Lru<K, V> { fn get(&mut self, k: &K) -> Option<&V> { if let Some(p) = self.order.iter().position(|x| x == k) { let key = self.order.remove(p).unwrap(); self.order.push_back(key); } self.map.get(k) } fn put(&mut self, k: K, v: V) { if self.map.len() == self.cap { if let Some(old) = self.order.pop_front() { self.map.remove(&old); } } self.order.push_back(k.clone()); self.map.insert(k, v); } }
//~ macro-count-arguments
macro_rules! count { () => { 0usize }; ($head:tt $($tail:tt)*) => { 1usize + count!($($tail)*) }; }
//~ macro-enum-string
macro_rules! named { ($name:ident { $($v:ident),* $(,)? }) => { enum $name { $($v),* } impl $name { fn as_str(&self) -> &'static str { match self { $(Self::$v => stringify!($v)),* } } } }; }
//~ macro-internal-rules
macro_rules! route { (@parse $m:ident $p:literal) => { Route::new(stringify!($m), $p) }; ($($m:ident $p:literal;)*) => { vec![$(route!(@parse $m $p)),*] }; }
//~ map-err-context
fn load(p: &str) -> Result<Config, AppError> { let t = std::fs::read_to_string(p).map_err(|e| AppError::Read { path: p.into(), source: e })?; toml::from_str(&t).map_err(AppError::Syntax) }
//~ maybe-uninit-array
let mut buf: [MaybeUninit<u32>; 16] = [const { MaybeUninit::uninit() }; 16]; for (i, slot) in buf.iter_mut().enumerate() { slot.write(i as u32 * 2); } let done = unsafe { std::mem::transmute::<_, [u32; 16]>(buf) };
//~ memento-snapshot
struct Editor { text: String, cursor: usize } struct Snapshot { text: String, cursor: usize } impl Editor { fn save(&self) -> Snapshot { Snapshot { text: self.text.clone(), cursor: self.cursor } } fn restore(&mut self, s: Snapshot) { self.text = s.text; self.cursor = s.cursor; } }
//~ memoize-refcell
struct Primes { cache: RefCell<HashMap<u64, bool>> } impl Primes { fn is(&self, n: u64) -> bool { if let Some(&k) = self.cache.borrow().get(&n) { return k; } let r = slow(n); self.cache.borrow_mut().insert(n, r); r } }
//~ must-use-attribute
#[must_use = "the lock is released when this is dropped"] pub struct Permit<'a> { sem: &'a Sem }
//~ mutex-poison-recovery
let mut state = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner()); state.clear();
//~ mutex-try-lock
fn tick(m: &Mutex<Stats>) { if let Ok(mut s) = m.try_lock() { s.ticks += 1; } else { SKIPPED.fetch_add(1, Ordering::Relaxed); } }
//~ new-cyclic
let node = Rc::new_cyclic(|me: &Weak<Widget>| Widget { me: me.clone(), children: RefCell::default() });
//~ non-exhaustive-error
#[non_exhaustive] #[derive(Debug)] pub enum FetchError { Timeout, Status(u16) }
//~ notify-wakeup
struct Inbox { items: Mutex<Vec<Msg>>, bell: tokio::sync::Notify } impl Inbox { fn push(&self, m: Msg) { self.items.lock().unwrap().push(m); self.bell.notify_one(); } async fn wait(&self) { self.bell.notified().await; } }
//~ nullable-pointer-option
unsafe extern "C" { fn set_hook(f: Option<extern "C" fn(i32)>); } fn clear() { unsafe { set_hook(None) } }
//~ object-pool
struct Pool { free: Mutex<Vec<Vec<u8>>> } impl Pool { fn take(&self) -> Vec<u8> { self.free.lock().unwrap().pop().unwrap_or_default() } fn give(&self, mut b: Vec<u8>) { b.clear(); self.free.lock().unwrap().push(b); } }
//~ once-cell-field
struct Page { raw: String, parsed: OnceCell<Dom> } impl Page { fn dom(&self) -> &Dom { self.parsed.get_or_init(|| Dom::parse(&self.raw)) } }
//~ panic-hook
std::panic::set_hook(Box::new(|info| { eprintln!("crashed: {info}"); log_to_file(info); }));
//~ partition-results
let (good, bad): (Vec<_>, Vec<_>) = lines.map(|l| l.parse::<u32>()).partition(Result::is_ok);
//~ rayon-join-divide
fn sum(xs: &[u64]) -> u64 { if xs.len() < 1000 { return xs.iter().sum(); } let (l, r) = xs.split_at(xs.len() / 2); let (a, b) = rayon::join(|| sum(l), || sum(r)); a + b }
