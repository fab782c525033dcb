package io.hydrant.lambda.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import io.hydrant.lambda.FunctionLog;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Functions as processes of this machine: what they are given, how they fail, how they end.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LocalFunctionsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;

    private FunctionsHere here;

    @BeforeEach
    void setUp() {
        here = new FunctionsHere(folder);
    }

    @AfterEach
    void everyProcessHasEnded() {
        here.close();
    }

    @Test
    void aHandlerInPythonIsAskedAsLambdaAsksIt() throws Exception {
        here.file(
                        "transform.py",
                        """
                        import helper
                        def handler(event, context):
                            return {"event": helper.same(event), "name": context.function_name, "request": context.aws_request_id,
                                    "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis()}
                        """)
                .file("helper.py", "def same(it): return it")
                .with("films=transform.py:handler,timeout=20s");
        JsonNode answer = JSON.readTree(here.invoke("films", "{\"a\":[1,null,\"ü💧\"]}"));
        assertThat(answer.get("event").toString()).isEqualTo("{\"a\":[1,null,\"ü💧\"]}");
        assertThat(answer.get("name").asString()).isEqualTo("films");
        assertThat(answer.get("request").asString()).matches("[0-9a-f-]{36}");
        assertThat(answer.get("arn").asString())
                .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:films");
        assertThat(answer.get("left").asInt()).isBetween(1, 20_000);
    }

    @Test
    void handlersInNodeMayBeAsyncOrCallBackOrReturnAPromise() throws Exception {
        assumeNode();
        here.file(
                        "films.mjs",
                        """
                        export const awaits = async (event) => { await new Promise((r) => setTimeout(r, 1)); return { got: event }; };
                        export const promises = (event) => Promise.resolve(event.n + 1);
                        export const callsBack = (event, context, callback) => setTimeout(() => callback(null, context.functionName), 1);
                        export const saysNothing = () => {};
                        export const throws = () => { throw new RangeError("no"); };
                        export const rejects = async () => { throw new Error("later"); };
                        export const throwsLater = () => { setTimeout(() => { throw new Error("much later"); }, 1); };
                        """)
                .file("old.js", "exports.handler = async (event) => event;")
                .with("awaits=films.mjs:awaits")
                .with("promises=films.mjs:promises")
                .with("callsBack=films.mjs:callsBack")
                .with("saysNothing=films.mjs:saysNothing")
                .with("throws=films.mjs:throws")
                .with("rejects=films.mjs:rejects")
                .with("throwsLater=films.mjs:throwsLater")
                .with("old=old.js:handler");
        assertThat(here.invoke("awaits", "{\"x\":\"ü💧\"}")).isEqualTo("{\"got\":{\"x\":\"ü💧\"}}");
        assertThat(here.invoke("promises", "{\"n\":1}")).isEqualTo("2");
        assertThat(here.invoke("callsBack", "{}")).isEqualTo("\"callsBack\"");
        assertThat(here.invoke("saysNothing", "{}")).isEqualTo("null");
        assertThat(here.invoke("saysNothing", "{}")).isEqualTo("null");
        assertThat(here.invoke("old", "[1]")).isEqualTo("[1]");
        for (String failing : List.of("throws", "rejects", "throwsLater")) {
            assertFails(() -> here.invoke(failing, "{}"));
        }
    }

    @Test
    void aTraceInNodeHasTheFunctionsFramesAlone() throws Exception {
        assumeNode();
        here.file(
                        "f.mjs",
                        """
                        export const h = async (event) => { if (event === 2) return console.error("end"); inner(); };
                        function inner() { throw new RangeError("no"); }
                        """)
                .with("f=f.mjs:h");
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(FunctionLog.class.getName());
        Handler handler = handlerInto(lines);
        logger.addHandler(handler);
        try {
            assertFails(() -> here.invoke("f", "1"));
            here.invoke("f", "2");
            Wait.seconds(20).until("all is printed", () -> lines.contains("f: end"));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .anyMatch(line -> line.endsWith("ERROR RangeError: no"))
                .anyMatch(line -> line.contains("at inner (file://"))
                .noneMatch(line -> line.matches("f: +at (?!(inner|h) ).*"));
    }

    private static Handler handlerInto(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void anyProgramThatSpeaksTheRuntimeApiIsAFunction() throws Exception {
        here.file(
                        "program",
                        """
                        #!/bin/sh
                        while :; do
                          event=$(curl -sS -D "$0.head" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next") || exit 1
                          id=$(tr -d '\\r' < "$0.head" | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
                          curl -sS -d "{\\"got\\":$event}" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" >/dev/null
                        done
                        """)
                .with("films=./program");
        assumeTrue(isThere("curl"), "curl is not on this machine");
        assertThat(here.invoke("films", "{\"n\":1}")).isEqualTo("{\"got\":{\"n\":1}}");
        assertThat(here.invoke("films", "{\"n\":2}")).isEqualTo("{\"got\":{\"n\":2}}");
    }

    @Test
    void theEnvironmentIsLambdasAndHasNothingOfTheServers() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os
                        def handler(event, context):
                            return dict(os.environ)
                        """)
                .with("films=f.py:handler,env=TABLE=a=b,memory=128");
        String text = here.invoke("films", "{}");
        JsonNode environment = JSON.readTree(text);
        assertThat(text).doesNotContain("secret-of-the-server").doesNotContain("HYDRANT");
        assertThat(environment.has("_GUARD") || environment.has("_BOOTSTRAP")).isFalse();
        assertThat(environment.get("AWS_LAMBDA_FUNCTION_NAME").asString()).isEqualTo("films");
        assertThat(environment.get("_HANDLER").asString()).isEqualTo("f.handler");
        assertThat(environment.get("LAMBDA_TASK_ROOT").asString()).isEqualTo(folder.toString());
        assertThat(environment.get("AWS_REGION").asString()).isEqualTo("eu-west-1");
        assertThat(environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asString()).isEqualTo("128");
        assertThat(environment.get("AWS_ENDPOINT_URL").asString())
                .isEqualTo("http://127.0.0.1:4566");
        assertThat(environment.get("AWS_SHARED_CREDENTIALS_FILE").asString())
                .isEqualTo("/dev/null");
        assertThat(environment.get("TABLE").asString()).isEqualTo("a=b");
        assertThat(environment.has("AWS_ACCESS_KEY_ID")).isFalse();
    }

    @Test
    void aFunctionWithARoleHasItsCredentialsAndNewOnesBeforeTheyEnd() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os
                        def handler(event, context):
                            return [os.environ[n] for n in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
                        """)
                .with("films=f.py:handler,role=arn:aws:iam::123456789012:role/films");
        assertThat(here.invoke("films", "{}"))
                .isEqualTo(
                        "[\"ASIA1\", \"secret of arn:aws:iam::123456789012:role/films\","
                                + " \"token for arn:aws:lambda:eu-west-1:123456789012:function:films\"]");
        assertThat(here.invoke("films", "{}")).contains("ASIA1");
        here.close();
        FunctionsHere other = new FunctionsHere(folder);
        other.with("films=f.py:handler,role=arn:aws:iam::123456789012:role/films");
        other.credentialsEnd(Instant.now().plusSeconds(60));
        try (other) {
            assertThat(other.invoke("films", "{}")).contains("ASIA1");
            assertThat(other.invoke("films", "{}")).contains("ASIA2");
        }
    }

    @Test
    void aHandlerThatThrowsFailsAndGoesOn() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os
                        def handler(event, context):
                            if event == 1: raise ValueError("no " * 100000)
                            if event == 2: return object()
                            return os.getpid()
                        """)
                .with("films=f.py:handler");
        String first = here.invoke("films", "0");
        assertFails(() -> here.invoke("films", "1"));
        assertFails(() -> here.invoke("films", "2"));
        assertThat(here.invoke("films", "0")).isEqualTo(first);
    }

    @Test
    void aHandlerThatEndsItsProcessFailsAndThereIsANewOne() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, sys, signal
                        def handler(event, context):
                            if event == 1: os._exit(7)
                            if event == 2: sys.exit(0)
                            if event == 3: os.kill(os.getpid(), signal.SIGKILL)
                            return os.getpid()
                        """)
                .with("films=f.py:handler");
        for (int how = 1; how <= 3; how++) {
            String event = Integer.toString(how);
            String before = here.invoke("films", "0");
            assertFails(() -> here.invoke("films", event));
            assertThat(here.invoke("films", "0")).isNotEqualTo(before);
        }
    }

    @Test
    void aProcessThatDiesWhileNothingIsAskedIsReplaced() throws Exception {
        here.file("f.py", "import os\ndef handler(event, context): return os.getpid()")
                .with("films=f.py:handler");
        String pid = here.invoke("films", "0");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        Set<Long> guards = here.all().pids("films");
        Wait.seconds(30)
                .until(
                        "the guard ends",
                        () -> guards.stream().noneMatch(LocalFunctionsTest::isAlive));
        assertThat(here.invoke("films", "0")).isNotEqualTo(pid);
    }

    @Test
    void aHandlerThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, subprocess, time
                        def handler(event, context):
                            if event == 0: return 0
                            child = subprocess.Popen(["sleep", "1000"])
                            apart = subprocess.Popen(["sleep", "1000"], start_new_session=True)
                            open("pids", "w").write("%d %d %d" % (os.getpid(), child.pid, apart.pid))
                            time.sleep(1000)
                        """)
                .with("films=f.py:handler,timeout=2s");
        here.invoke("films", "0");
        assertFails(() -> here.invoke("films", "1"));
        for (String pid : Files.readString(folder.resolve("pids")).split(" ", -1)) {
            Wait.seconds(30).until(pid + " ends", () -> !isAlive(Long.parseLong(pid)));
        }
        assertThat(here.invoke("films", "0")).isEqualTo("0");
    }

    @Test
    void whatAFunctionLeavesRunningEndsWithIt() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, subprocess
                        def handler(event, context):
                            child = subprocess.Popen(["sleep", "1000"])
                            if event == 1: open("pid", "w").write(str(child.pid)); os._exit(0)
                            return child.pid
                        """)
                .with("films=f.py:handler");
        long first = Long.parseLong(here.invoke("films", "0"));
        assertThat(isAlive(first)).isTrue();
        assertFails(() -> here.invoke("films", "1"));
        long second = Long.parseLong(Files.readString(folder.resolve("pid")));
        for (long pid : List.of(first, second)) {
            Wait.seconds(30).until(pid + " ends", () -> !isAlive(pid));
        }
    }

    @Test
    void theServersStopEndsWhatRunsAndDecidesNothing() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, time
                        def handler(event, context):
                            if event == 0: return os.getpid()
                            open("began", "w").write("1"); time.sleep(1000)
                        """)
                .with("films=f.py:handler");
        long pid = Long.parseLong(here.invoke("films", "0"));
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        here.invoke("films", "1");
                        outcome.complete(new AssertionError("an answer"));
                    } catch (NotInvokedException | InterruptedException | RuntimeException e) {
                        outcome.complete(e);
                    }
                });
        Wait.seconds(30).until("the function works", () -> Files.exists(folder.resolve("began")));
        here.close();
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        Wait.seconds(30).until("the process ends", () -> !isAlive(pid));
    }

    @Test
    void anAnswerOfMoreThanSixMegabytesIsAFailureAndTheProcessGoesOn() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os
                        def handler(event, context):
                            return "x" * event if event else os.getpid()
                        """)
                .with("films=f.py:handler");
        String pid = here.invoke("films", "0");
        assertThat(here.bytes("films", "6291454")).hasSize(6 * 1024 * 1024);
        assertFails(() -> here.invoke("films", "6291455"));
        assertFails(() -> here.invoke("films", "40000000"));
        assertThat(here.invoke("films", "0")).isEqualTo(pid);
    }

    @Test
    void aFunctionThatPrintsAndPrintsGetsItsAnswerThrough() throws Exception {
        here.file(
                        "f.py",
                        """
                        import sys
                        def handler(event, context):
                            for i in range(20000): print("line", i)
                            sys.stderr.write("x" * 5000000)
                            sys.stdout.buffer.write(b"\\xff\\xfe\\n")
                            return "done"
                        """)
                .with("films=f.py:handler");
        assertThat(here.invoke("films", "{}")).isEqualTo("\"done\"");
    }

    @Test
    void memoryIsBounded() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "only Linux bounds it");
        here.file(
                        "f.py",
                        """
                        def handler(event, context):
                            if event == 0: return 0
                            return len(bytearray(event * 1024 * 1024))
                        """)
                .with("films=f.py:handler,memory=128");
        assertThat(here.invoke("films", "16")).isEqualTo("16777216");
        assertFails(() -> here.invoke("films", "1000"));
        assertThat(here.invoke("films", "0")).isEqualTo("0");
    }

    @Test
    void codeThatDoesNotLoadFailsUntilItIsMended() throws Exception {
        here.file("f.py", "def handler(event, context) return 1").with("films=f.py:handler");
        assertFails(() -> here.invoke("films", "0"));
        assertFails(() -> here.invoke("films", "0"));
        here.file("f.py", "def other(event, context): return 1");
        assertFails(() -> here.invoke("films", "0"));
        here.file("f.py", "def handler(event, context): return 1");
        assertThat(here.invoke("films", "0")).isEqualTo("1");
    }

    @Test
    void codeThatChangesIsLoadedAnew() throws Exception {
        here.file("f.py", "def handler(event, context): return 1").with("films=f.py:handler");
        assertThat(here.invoke("films", "0")).isEqualTo("1");
        here.file("f.py", "def handler(event, context): return 2");
        Files.setLastModifiedTime(
                folder.resolve("f.py"), FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));
        assertThat(here.invoke("films", "0")).isEqualTo("2");
    }

    @Test
    void thereAreAsManyProcessesAsAreAskedAtOnceAndNoMoreThanAllowed() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, time
                        def handler(event, context):
                            time.sleep(0.3); return os.getpid()
                        """)
                .with("films=f.py:handler,processes=3");
        List<CompletableFuture<String>> answers =
                IntStream.range(0, 9)
                        .mapToObj(i ->
                                CompletableFuture.supplyAsync(
                                        () -> {
                                            try {
                                                return here.invoke("films", "0");
                                            } catch (IOException | InterruptedException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        },
                                        command -> Thread.ofVirtual().start(command)))
                        .toList();
        assertThat(answers.stream().map(CompletableFuture::join).distinct().count())
                .isBetween(1L, 3L);
    }

    @Test
    void aFunctionThatNobodyHasIsNotFound() {
        assertThatThrownBy(() -> here.invoke("films", "0"))
                .isInstanceOfSatisfying(
                        NotInvokedException.class,
                        e -> assertThat(e.code()).isEqualTo("Lambda.ResourceNotFound"));
    }

    @Test
    void whyItFailedIsSaidInOneLineThatIsNotTooLong() throws Exception {
        here.file(
                        "f.py",
                        """
                        import os, time
                        def handler(event, context):
                            if event == 1: raise ValueError("no\\n\\x1b[31m year")
                            if event == 2: raise ValueError("long " * 10000)
                            if event == 3: os._exit(7)
                            if event == 4: time.sleep(1000)
                            return 0
                        """)
                .with("films=f.py:handler,timeout=2s");
        here.invoke("films", "0");
        assertThat(whyItFails("1")).endsWith("(ValueError: no [31m year)");
        assertThat(whyItFails("2")).contains("(ValueError: long long").hasSizeLessThan(450);
        assertThat(whyItFails("3")).contains("its process has ended, with exit status 7");
        assertThat(whyItFails("4")).contains("Task timed out after 2.00 seconds");
        here.file("f.py", "def handler(event, context) return 1");
        assertThat(whyItFails("0")).contains("it cannot be started: SyntaxError: ");
    }

    private String whyItFails(String event) {
        return String.valueOf(
                catchThrowableOfType(NotInvokedException.class, () -> here.invoke("films", event))
                        .getMessage());
    }

    private static void assertFails(ThrowingCallable invocation) {
        assertThatThrownBy(invocation)
                .isInstanceOfSatisfying(
                        NotInvokedException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("Lambda.FunctionError");
                            assertThat(e)
                                    .hasMessageStartingWith(
                                            "The Lambda function was successfully invoked but it"
                                                    + " returned an error result. (");
                        });
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void assumeNode() {
        assumeTrue(isThere("node"), "Node.js is not on this machine");
    }

    private static boolean isThere(String program) {
        return new Interpreters(System.getenv()).find(program).isPresent();
    }
}
