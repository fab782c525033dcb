# Sourced by the hydrant program, that of a checkout and that which is installed: how Java is called, and what the JVM
# remembers of a run. Both have set, before they call a function:
#
#     $root        the folder of the program, with examples/
#     $java        the java to run
#     $class_path  its class path
#     $native      a folder of native libraries, which need not be there
#     $cache       what the JVM remembers of the program's classes: a file, or nothing
#     $run         a file to remove when the run ends, or nothing

# Sets $called and $shell: how the program was called, for hints that can be pasted. Found on the PATH, the system names the
# whole path.
find_call() {
  called=$0
  shell=
  case $0 in
    */*)
      [ -x "$0" ] || shell=sh
      [ "$(command -v hydrant 2>/dev/null)" != "$0" ] || called=hydrant
      ;;
    *) # given to a shell
      [ ! -e "./$0" ] || called=./$0
      [ -x "$called" ] || shell=sh
      ;;
  esac
}

# Becomes Java, with these arguments.
become_java() {
  # Otherwise each start unpacks them into the temporary folder, which may forbid that they are run.
  for library in "$native"/*; do
    case ${library##*/} in
      *sqlite*) set -- -Dorg.sqlite.lib.path="$native" -Dorg.sqlite.lib.name="${library##*/}" "$@" ;;
      *snappy*) set -- -Dorg.xerial.snappy.lib.path="$native" -Dorg.xerial.snappy.lib.name="${library##*/}" "$@" ;;
      *zstd*) set -- -DZstdNativePath="$library" "$@" ;;
    esac
  done
  # ORC's protobuf asks for memory in a way that the JVM would complain about.
  exec "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
}

# Plays a demo in folder $2, and writes what the JVM learned about the program to file $1: its classes, and which methods are hot.
learn() (
  awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "%d,%d,\"Film %d, the ñandú returns\"\n", i, 1900 + i % 120, i }' >"$2/films.csv"
  renice 10 "$(exec sh -c 'echo $PPID')" >/dev/null 2>&1
  become_java -XX:AOTCacheOutput="$1" -cp "$class_path" io.hydrant.cli.Main demo "$2/films.csv" --max -p BufferingIntervalInSeconds=0
)

# Becomes the program. Its arguments are these.
launch() {
  # A command that asks is small and quick to start; one that works compiles its hot paths. A server has many threads, and
  # is ready a fifth sooner when its start is not remembered as hot: what it compiles best is what its traffic makes hot. A
  # sender costs a fifth less that way. What the compilers leave to the allocator goes back to the system every minute, and what
  # the heap took for large requests when it is quiet again (HeapReturn): the heap begins small, so that it can become small.
  busy_jit="-XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions -XX:-AOTReplayTraining \
    -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=1800 -XX:Tier4CompileThreshold=45000 \
    -XX:Tier4BackEdgeThreshold=120000"
  case ${1:-} in
    serve) options="-Xms96m -Xmx512m -Xmn64m -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=60000 $busy_jit" ;;
    send) options="-Xmx512m $busy_jit" ;;
    demo) options="-Xmx512m" ;;
    *) options="-Xmx256m -XX:TieredStopAtLevel=1" ;;
  esac

  set -- -Dhydrant.call="$called" -Dhydrant.shell="$shell" -Dhydrant.folder="$root" -Dhydrant.running="$run" \
    -cp "$class_path" io.hydrant.cli.Main "$@"
  [ -z "$cache" ] || set -- -XX:AOTCache="$cache" "$@"
  if [ -t 1 ]; then
    # Within $( ) standard output is a pipe: the terminal is asked by another name.
    { size=$(stty size 2>/dev/null <&3); } 3<&1
    set -- -Dhydrant.terminal=true -Dhydrant.columns="${size##* }" "$@"
  fi
  # A cache that does not fit, since a file of the program has another time or another Java runs it, is passed over in silence.
  # shellcheck disable=SC2086 # both hold words
  become_java $options -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr' \
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 ${HYDRANT_JAVA_OPTIONS:-} "$@"
}
