# Sourced by ./mvnw, with $here the project's folder: sets $commit and $commit_time to what is built. What is made bears that
# time, so that the same commit gives the same bytes.
commit=unknown
commit_time=2026-11-22T00:00:00Z

found=
if [ -e "$here/.git" ]; then
  found=$(git -C "$here" log -1 --format='%H %cI' 2>/dev/null)
else
  read -r found <"$here/.mvn/commit" || found=
fi
case $found in
  *' '*-*T*)
    commit=${found%% *}
    commit_time=${found#* }
    [ ! -e "$here/.git" ] || git -C "$here" diff-index --quiet HEAD -- 2>/dev/null || commit="$commit with changes"
    ;;
esac
