package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a function's process is begun: its command, its folder and its environment.
///
/// A shell stands between the server and the function. It leads a session of its own, sets the
/// limits, waits for the function and says how it ended, and then ends whatever the function left
/// running. Beside it, `cat` reads from the server, which never writes: it sees that the server is
/// gone, however it went, and ends all of them.
final class Launch {
    /// What begins a session, where there is one of these: `setsid` of Linux, Perl of other
    /// systems.
    private static final List<List<String>> SESSIONS =
            List.of(
                    List.of("setsid"),
                    List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV"));

    /// What the shell does. `0` is its own group; without a session of its own that would be the
    /// server's, and the function alone is ended. Who has left the session is known by the address
    /// of the Runtime API in its environment, where the system shows that.
    private static final String GUARD =
            """
            unset _GUARD
            data=$1; shift
            ulimit -c 0
            [ "$data" = 0 ] || ulimit -d "$data" 2>/dev/null
            exec 3<&0
            end() {
              read -r self rest </proc/self/stat
              for each in $(grep -lszxF "AWS_LAMBDA_RUNTIME_API=$AWS_LAMBDA_RUNTIME_API" /proc/[0-9]*/environ | cut -d/ -f3); do
                [ "$each" = $$ ] || [ "$each" = "$self" ] || kill -KILL "$each"
              done
              %s
            }
            "$@" </dev/null 2>&1 3<&- &
            function=$!
            ( cat <&3; end ) >/dev/null 2>&1 &
            wait "$function"
            echo "ended $?" >&2
            end >/dev/null 2>&1
            """;

    /// What the system gives a function of the server's environment, and nothing else.
    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR");

    /// What a virtual machine needs beside its heap: code, threads, buffers.
    private static final int BESIDE_HEAP_MEBIBYTES = 512;

    private final LocalFunction function;
    private final FunctionHost host;
    private final Interpreters interpreters;

    Launch(LocalFunction function, FunctionHost host) {
        this.function = function;
        this.host = host;
        this.interpreters = new Interpreters(host.variables());
    }

    /// Begins one.
    ///
    /// @param api where it asks for events
    Process begin(RuntimeApi api, Optional<FunctionHost.Credentials> credentials)
            throws IOException {
        List<String> command = new ArrayList<>();
        List<String> session = session();
        command.addAll(session);
        command.add("/bin/sh");
        command.add("-c");
        command.add("eval \"$_GUARD\"");
        command.add("hydrant function " + function.name());
        command.add(Long.toString(dataKibibytes()));
        command.addAll(command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(api, credentials));
        builder.environment()
                .put(
                        "_GUARD",
                        GUARD.formatted(
                                session.isEmpty() ? "kill -KILL \"$function\"" : "kill -KILL 0"));
        if (bootstrap().isPresent()) {
            builder.environment().put("_BOOTSTRAP", resource(bootstrap().get()));
        }
        return builder.start();
    }

    private List<String> session() {
        for (List<String> session : SESSIONS) {
            if (interpreters.find(session.getFirst()).isPresent()) {
                return session;
            }
        }
        return List.of();
    }

    /// The limit of `ulimit -d`: what each of its processes may have of memory that it can write.
    /// The heaps of virtual machines have a limit of their own, so that these say what is wrong.
    private long dataKibibytes() {
        int mebibytes =
                switch (function.handler()) {
                    case FunctionHandler.Python python -> function.memoryMebibytes();
                    case FunctionHandler.Program program -> function.memoryMebibytes();
                    case FunctionHandler.Node node ->
                            function.memoryMebibytes() + BESIDE_HEAP_MEBIBYTES;
                    case FunctionHandler.Java java ->
                            function.memoryMebibytes() + BESIDE_HEAP_MEBIBYTES;
                };
        return mebibytes * 1024L;
    }

    private List<String> command() throws IOException {
        return switch (function.handler()) {
            case FunctionHandler.Python python ->
                    List.of(
                            program("python3"),
                            "-c",
                            "import os; exec(compile(os.environ.pop('_BOOTSTRAP'), 'bootstrap.py', 'exec'))",
                            python.file().toString(),
                            python.function());
            case FunctionHandler.Node node ->
                    List.of(
                            program("node"),
                            "--max-old-space-size=" + function.memoryMebibytes(),
                            "-e",
                            "eval(process.env._BOOTSTRAP)",
                            node.file().toString(),
                            node.function());
            case FunctionHandler.Java java ->
                    List.of(
                            Interpreters.java().toString(),
                            "-Xmx" + function.memoryMebibytes() + "m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Dstdout.encoding=UTF-8",
                            "-Dstderr.encoding=UTF-8",
                            "-cp",
                            classPath(java),
                            "io.hydrant.lambda.bootstrap.JavaBootstrap",
                            java.type(),
                            java.method());
            case FunctionHandler.Program program -> List.of(program.file().toString());
        };
    }

    /// What loads the handler, for interpreters that are given it as a text: in the environment, so
    /// that a list of processes stays readable; what it is called with takes it out again.
    private Optional<String> bootstrap() {
        return switch (function.handler()) {
            case FunctionHandler.Python python -> Optional.of("bootstrap.py");
            case FunctionHandler.Node node -> Optional.of("bootstrap.cjs");
            case FunctionHandler.Java java -> Optional.empty();
            case FunctionHandler.Program program -> Optional.empty();
        };
    }

    private String program(String name) throws IOException {
        return interpreters
                .find(name)
                .orElseThrow(() -> new IOException(name + " is not on the PATH"))
                .toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Launch.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The program lacks " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /// The bootstrap comes with the program; the function's own jars lie beside it or in `lib`.
    private String classPath(FunctionHandler.Java java) throws IOException {
        try {
            Path own =
                    Path.of(
                            Launch.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Path libraries = folder().resolve("lib");
            String path = java.file() + File.pathSeparator + own;
            return Files.isDirectory(libraries)
                    ? path + File.pathSeparator + libraries + File.separator + "*"
                    : path;
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private Path folder() {
        Path file = function.handler().file();
        Path parent = file.getParent();
        return Files.isDirectory(file) || parent == null ? file : parent;
    }

    private Map<String, String> environment(
            RuntimeApi api, Optional<FunctionHost.Credentials> credentials) {
        Map<String, String> all = new LinkedHashMap<>(function.variables());
        for (String name : PASSED_ON) {
            String value = host.variables().get(name);
            if (value != null) {
                all.putIfAbsent(name, value);
            }
        }
        all.putIfAbsent("TZ", "UTC");
        all.put("PYTHONUTF8", "1");
        all.put("PYTHONDONTWRITEBYTECODE", "1");
        all.put("AWS_LAMBDA_RUNTIME_API", api.address(!isProgram() || !Peers.areKnown()));
        all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMebibytes()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", function.name());
        all.put("_HANDLER", function.handler().awsName());
        all.put("LAMBDA_TASK_ROOT", folder().toString());
        all.put("LAMBDA_RUNTIME_DIR", folder().toString());
        all.put("AWS_REGION", host.region());
        all.put("AWS_DEFAULT_REGION", host.region());
        all.put("AWS_ENDPOINT_URL", host.server().endpoint().toString());
        host.server()
                .certificate()
                .ifPresent(file -> {
                    all.put("AWS_CA_BUNDLE", file.toString());
                    all.put("NODE_EXTRA_CA_CERTS", file.toString());
                });
        // Whoever started the server may have credentials in files: they are not the function's.
        all.put("AWS_SHARED_CREDENTIALS_FILE", File.separator + "dev" + File.separator + "null");
        all.put("AWS_CONFIG_FILE", File.separator + "dev" + File.separator + "null");
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        credentials.ifPresent(own -> {
            all.put("AWS_ACCESS_KEY_ID", own.accessKeyId());
            all.put("AWS_SECRET_ACCESS_KEY", own.secretAccessKey());
            all.put("AWS_SESSION_TOKEN", own.sessionToken());
        });
        return all;
    }

    private boolean isProgram() {
        return function.handler() instanceof FunctionHandler.Program;
    }
}
