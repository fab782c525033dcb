#!/bin/sh
# Checks ownership.pml in all its states with spin (Debian: apt-get install spin gcc): first that nothing is lost, nothing is
# there twice and nobody waits for ever; then that each rule is needed, since without it something of that happens. A minute.
#
#     docs/design/ownership.sh [-DRECORDS=3 -DTAKEOVERS=3 -DCRASHES=1 -DLOST=2]     larger numbers take longer, and memory
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
command -v spin >/dev/null && command -v gcc >/dev/null || {
  echo "spin and gcc are needed: apt-get install spin gcc" >&2
  exit 2
}

# Explores the protocol with these definitions; prints what was found.
explore() (
  cd "$work"
  rm -f pan*
  spin -a "$@" "$here/ownership.pml" >log 2>&1 || { cat log >&2; exit 2; }
  gcc -w -O2 -DCOLLAPSE -DSAFETY -DVECTORSZ=4096 -o pan pan.c
  ./pan -m2000000 -w26 >found 2>&1 || { cat found >&2; exit 2; }
  grep -q 'max search depth too small\|out of memory' found && { echo "not explored to its end" >&2; exit 2; }
  sed -n 's/^pan:1: \(.*\) (at depth.*/\1/p' found
  sed -n 's/.*errors: \([0-9]*\)$/errors: \1/p; s/^ *\([0-9]*\) states, stored.*/\1 states/p' found
)

found=$(explore "$@")
echo "the protocol: $(echo $found)"
case $found in *"errors: 0"*) ;; *) exit 1 ;; esac

status=0
for rule in $(sed -n 's/^#if.*def \([A-Z_]*_[A-Z_]*\)$/\1/p; s/^#elif defined(\([A-Z_]*\))$/\1/p' "$here/ownership.pml" | sort -u); do
  found=$(explore "$@" "-D$rule")
  case $found in
    *"errors: 0"*)
      echo "$rule: NOTHING HAPPENS" >&2
      status=1
      ;;
    *) echo "$rule: $(echo "$found" | head -n 1)" ;;
  esac
done
exit $status
