# Sourced by ./hydrant and ./mvnw: points JAVA_HOME at a JDK 25 or newer, or says how to get one and exits. Also sees to it
# that paths with accents are understood.
# Looks where people keep JDKs: JAVA_HOME, /usr/lib/jvm, SDKMAN, macOS's java_home, and last the java on the PATH.

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

# Takes the JDK in folder $1 if it is the wanted one; remembers a newer one.
try_jdk() {
  [ -n "$1" ] && [ -d "$1" ] || return 1
  version=$(jdk_version "$1")
  [ -n "$version" ] || return 1
  if [ "$version" -eq "$wanted" ]; then
    JAVA_HOME=$1
    export JAVA_HOME
    return 0
  fi
  [ "$version" -gt "$wanted" ] && [ -z "$newer" ] && newer=$1
  return 1
}

find_jdk() {
  wanted=25
  # An exact 25 anywhere wins over a newer one: it is what the project is tested with.
  newer=
  set +f
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    try_jdk "$home" && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    try_jdk "$(/usr/libexec/java_home -v "$wanted+" 2>/dev/null)" && return 0
  fi
  path_java=$(command -v javac 2>/dev/null)
  if [ -n "$path_java" ]; then
    try_jdk "$(dirname "$(dirname "$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")")")" && return 0
  fi
  if [ -n "$newer" ]; then
    JAVA_HOME=$newer
    export JAVA_HOME
    return 0
  fi
  echo "Hydrant needs a JDK 25 or newer, and found none in JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks or on the PATH." >&2
  echo "Get one from https://adoptium.net (or: apt-get install temurin-25-jdk; brew install --cask temurin@25; sdk install java 25-tem)." >&2
  return 1
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

speak_utf8
find_jdk || exit 1
