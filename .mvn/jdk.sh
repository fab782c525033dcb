# Sourced by ./hydrant and ./mvnw: points JAVA_HOME at a JDK 25 or newer, or says what there is, offers to fetch one, and exits.
# Also sees to it that paths with accents are understood.
# Looks where people keep JDKs: JAVA_HOME, /usr/lib/jvm, SDKMAN, macOS's java_home, what was fetched, and last the java on the PATH.
#
#   HYDRANT_JDK=fetch     fetch a JDK without asking, where there is none
#   HYDRANT_JDK=never     do not ask
#   HYDRANT_JDK_URL=URL   a mirror of https://api.adoptium.net

jdk_version() { # the feature number of the JDK in folder $1; nothing when it is not a JDK with a compiler
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    # By the shell itself: a program for each of them would take longer than all else here.
    while IFS= read -r line; do
      case $line in JAVA_VERSION=\"*)
        line=${line#*\"}
        echo "${line%%[!0-9]*}"
        break
        ;;
      esac
    done <"$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

# Takes the JDK in folder $1 if it is the wanted one; remembers a newer one, and what else was seen. $2 is how to call the
# place, if not by its path.
try_jdk() {
  [ -n "$1" ] && [ -d "$1" ] || return 1
  version=$(jdk_version "$1")
  if [ -z "$version" ]; then
    [ ! -x "$1/bin/java" ] || see "$(runtime_version "$1") without javac in ${2:-}$1"
    return 1
  fi
  if [ "$version" -eq "$wanted" ]; then
    JAVA_HOME=$1
    export JAVA_HOME
    return 0
  fi
  [ "$version" -gt "$wanted" ] && [ -z "$newer" ] && newer=$1
  see "$version in ${2:-}$1"
  return 1
}

runtime_version() { # the feature number of the Java in folder $1, which may have no compiler
  number=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  echo "${number:-a Java}"
}

see() {
  case $seen in
    *"${1##* }"*) ;; # the same place again, by another way
    *) seen="${seen}
  $1" ;;
  esac
}

find_jdk() {
  wanted=25
  # An exact 25 anywhere wins over a newer one: it is what the project is tested with.
  newer=
  seen=
  set +f
  # JAVA_HOME is often set to the folder of the programs.
  case ${JAVA_HOME:-} in
    */bin | */bin/) [ ! -x "$JAVA_HOME/java" ] || JAVA_HOME=$(dirname "$JAVA_HOME") ;;
  esac
  try_jdk "${JAVA_HOME:-}" "JAVA_HOME, " && return 0
  [ -z "${JAVA_HOME:-}" ] || [ -x "$JAVA_HOME/bin/java" ] || see "no Java in JAVA_HOME, $JAVA_HOME"
  for home in /usr/lib/jvm/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.hydrant/jdk/* "${HOME:-}"/.hydrant/jdk/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    try_jdk "$home" && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    try_jdk "$(/usr/libexec/java_home -v "$wanted+" 2>/dev/null)" && return 0
  fi
  for program in javac java; do
    path_java=$(command -v $program 2>/dev/null)
    if [ -n "$path_java" ]; then
      try_jdk "$(dirname "$(dirname "$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")")")" && return 0
    fi
  done
  if [ -n "$newer" ]; then
    JAVA_HOME=$newer
    export JAVA_HOME
    return 0
  fi
  return 1
}

# Says what there is, and fetches a JDK if somebody wants it.
get_jdk() {
  if [ -n "$seen" ]; then
    echo "Hydrant needs a JDK $wanted or newer. Found:$seen" >&2
  else
    echo "Hydrant needs a JDK $wanted or newer, and found none in JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks or on the PATH." >&2
  fi
  case ${HYDRANT_JDK:-ask} in
    fetch) ;;
    ask)
      if [ ! -t 0 ] || [ ! -t 2 ]; then
        tell_ways
        return 1
      fi
      printf '%s' "Fetch Eclipse Temurin $wanted (about 140 MB) from ${HYDRANT_JDK_URL:-adoptium.net} into ~/.hydrant/jdk? [y/N] " >&2
      answer=
      read -r answer
      case $answer in
        y | Y | yes | Yes | YES | s | S | si | sí) ;;
        *)
          tell_ways
          return 1
          ;;
      esac
      ;;
    never)
      tell_ways
      return 1
      ;;
    *)
      echo "HYDRANT_JDK is \"$HYDRANT_JDK\"; it may be fetch or never." >&2
      return 1
      ;;
  esac
  if ! (fetch_jdk); then
    tell_ways
    return 1
  fi
  find_jdk
}

tell_ways() {
  echo "Install one (https://adoptium.net/installation; brew install --cask temurin@$wanted; sdk install java $wanted-tem), or run this again with HYDRANT_JDK=fetch: that fetches Adoptium's into ~/.hydrant/jdk." >&2
}

# Fetches the JDK for this machine from Adoptium, holds it against the checksum that its API tells, and moves it to its place
# when it is whole. Runs in a shell of its own, whose end removes what is not whole. Several at once do not meet: the first
# that is ready stays.
fetch_jdk() {
  fail() {
    echo "hydrant: $*" >&2
    exit 1
  }
  [ -n "${HOME:-}" ] || fail "HOME is not set: there is no place for a JDK."
  case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=mac ;;
    *) fail "Adoptium has no JDK that this can fetch for $(uname -s)." ;;
  esac
  case $os$(ls /lib/ld-musl-* 2>/dev/null) in linux/*) os=alpine-linux ;; esac
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    ppc64le | s390x | riscv64) arch=$(uname -m) ;;
    *) fail "Adoptium has no JDK that this can fetch for $(uname -m)." ;;
  esac
  if command -v curl >/dev/null 2>&1; then
    load() { curl -fL -sS --connect-timeout 30 --speed-limit 1024 --speed-time 60 -o "$2" "$1"; }
    [ ! -t 2 ] || load_much() { curl -fL -# --connect-timeout 30 --speed-limit 1024 --speed-time 60 -o "$2" "$1"; }
  elif command -v wget >/dev/null 2>&1; then
    load() { wget -nv -T 60 -t 2 -O "$2" "$1"; }
  else
    fail "Neither curl nor wget is here to fetch it with."
  fi
  command -v load_much >/dev/null 2>&1 || load_much() { load "$@"; }
  command -v tar >/dev/null 2>&1 && command -v gzip >/dev/null 2>&1 || fail "tar and gzip are needed to unpack it."

  umask 077
  jdks=$HOME/.hydrant/jdk
  mkdir -p "$jdks" 2>/dev/null || fail "$jdks cannot be made. Is $HOME yours, and is there room on its disk?"
  for left in "$jdks"/.fetching-*; do
    [ ! -d "$left" ] || kill -0 "${left##*-}" 2>/dev/null || rm -rf "$left" # of one that was killed
  done
  own=$(exec sh -c 'echo "$PPID"') # $$ is the process that waits for this one
  part=$jdks/.fetching-$own
  trap 'rm -rf "$part"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir "$part" 2>/dev/null || fail "$jdks may not be written."

  base=${HYDRANT_JDK_URL:-https://api.adoptium.net}
  base=${base%/}
  load "$base/v3/assets/latest/$wanted/hotspot?architecture=$arch&image_type=jdk&os=$os&vendor=eclipse" "$part/assets.json" ||
    fail "$base does not tell what there is. Is this machine on a network? (Proxies are taken from https_proxy.)"
  package=$(tr -d '\n\r' <"$part/assets.json" | grep -o '"package"[ ]*:[ ]*{[^}]*}' | head -n 1)
  expected=$(echo "$package" | sed -n 's/.*"checksum"[ ]*:[ ]*"\([0-9a-fA-F]*\)".*/\1/p' | tr A-F a-f)
  [ ${#expected} -eq 64 ] || fail "$base does not answer as Adoptium's API does: there is no checksum for $os/$arch."

  echo "Fetching Temurin $wanted for $os/$arch from $base ..." >&2
  load_much "$base/v3/binary/latest/$wanted/ga/$os/$arch/jdk/hotspot/normal/eclipse" "$part/jdk.tar.gz" ||
    fail "The JDK could not be fetched whole: the line above says why. Nothing was kept; try again."
  if command -v sha256sum >/dev/null 2>&1; then
    actual=$(sha256sum <"$part/jdk.tar.gz")
  elif command -v shasum >/dev/null 2>&1; then
    actual=$(shasum -a 256 <"$part/jdk.tar.gz")
  else
    actual=$(openssl dgst -sha256 -r <"$part/jdk.tar.gz") || fail "Neither sha256sum, shasum nor openssl is here: what came cannot be checked."
  fi
  [ "${actual%% *}" = "$expected" ] ||
    fail "What came is not the JDK: its SHA-256 is ${actual%% *} and must be $expected. Nothing was kept; try again."
  mkdir "$part/unpacked" && gzip -dc "$part/jdk.tar.gz" 2>"$part/why" | tar -xf - -C "$part/unpacked" 2>>"$part/why" ||
    fail "The JDK could not be unpacked in $jdks: $(head -n 1 "$part/why"). Is there room on the disk?"
  for top in "$part/unpacked"/*; do :; done
  java=$top
  [ ! -d "$top/Contents/Home" ] || java=$top/Contents/Home
  [ "$(jdk_version "$java")" = "$wanted" ] || fail "What came is no JDK $wanted."
  "$java/bin/java" -version >/dev/null 2>"$part/why" || fail "The JDK that came does not run here: $(head -n 1 "$part/why")"
  name=temurin-$wanted-$(echo "$expected" | cut -c 1-12)
  if [ ! -e "$jdks/$name" ]; then
    mv "$top" "$part/$name" && mv "$part/$name" "$jdks/" 2>/dev/null || [ -x "$jdks/$name" ] || fail "$jdks/$name could not be put in its place."
  fi
  echo "The JDK is in $jdks/$name." >&2
}

# Java reads the names of files and arguments in the locale's encoding. Where that is not UTF-8 (no LANG, LANG=C, a locale that
# is not installed: cron, systemd, containers, ssh), a path with an accent would not be found. On macOS Java knows by itself.
speak_utf8() {
  case $(uname -s) in
    Darwin) ;;
    *)
      charmap=$(locale charmap 2>/dev/null)
      if [ "$charmap" != UTF-8 ]; then
        LC_ALL=C.UTF-8
        export LC_ALL
      fi
      ;;
  esac
}

refuse_windows() {
  case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*)
      echo "On Windows, Hydrant runs in WSL 2 (https://learn.microsoft.com/windows/wsl/install): clone and start it in a Linux shell there." >&2
      exit 1
      ;;
  esac
}

refuse_windows
speak_utf8
find_jdk || get_jdk || exit 1
