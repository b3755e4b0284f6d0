# What every scenario of a command entry may use. It runs in an empty folder ($TOP) with its own HOME.

# tick: the next commit is a minute younger.
tick() {
  CLOCK=$((CLOCK + 60))
  export GIT_AUTHOR_DATE="@$CLOCK +0000" GIT_COMMITTER_DATE="@$CLOCK +0000"
}

# commit MESSAGE [FILE [TEXT]]: add a line to FILE (file.txt) and commit it.
commit() {
  tick
  mkdir -p "$(dirname "${2:-file.txt}")"
  printf '%s\n' "${3:-$1}" >>"${2:-file.txt}"
  git add -- "${2:-file.txt}"
  git commit -q -m "$1"
}

# repo [FOLDER]: a repository with one commit ("First", file.txt) on main; goes into it.
repo() {
  git init -q "${1:-$TOP/repo}"
  cd "${1:-$TOP/repo}"
  commit First
}

# origin: a bare repository that the current one is pushed to, as remote origin, main with upstream.
origin() {
  git init -q --bare "$TOP/origin.git"
  git remote add origin "$TOP/origin.git"
  git push -q --set-upstream origin HEAD
}

# colleague MESSAGE [FILE [BRANCH]]: somebody else commits and pushes to origin.
colleague() {
  if ! test -d "$TOP/colleague"; then git clone -q "$TOP/origin.git" "$TOP/colleague"; fi
  (
    cd "$TOP/colleague"
    git checkout -q "${3:-main}"
    git pull -q --rebase
    commit "$1" "${2:-theirs.txt}"
    git push -q
  )
  tick
}

# message [COMMIT]: the first line of a commit's message.
message() { git log -1 --format=%s "${1:-HEAD}"; }

# same A B: both texts are equal.
same() {
  if ! test "$1" = "$2"; then
    echo "same: '$1' is not '$2'" >&2
    return 1
  fi
}

# not COMMAND…: it fails, as it should (a bare ! would never stop the scenario).
not() {
  if "$@"; then
    echo "not: it succeeded: $*" >&2
    return 1
  fi
}

# soon COMMAND…: wait until it succeeds, for five seconds at the most.
soon() {
  local tries=100
  until "$@"; do
    if test $((tries -= 1)) = 0; then return 1; fi
    sleep 0.05
  done
}

# starts JOB PROGRAM: wait until the background job JOB has become PROGRAM.
starts() { soon grep -qx "$2" "/proc/$1/comm"; }

TOP=$PWD
CLOCK=1767268800
tick
ulimit -t 20 -f 262144
exec 9>"$2"
trap 'printf "%s:%s\n" "${BASH_SOURCE[0]}" "$LINENO" >&9' DEBUG
source "$1"
