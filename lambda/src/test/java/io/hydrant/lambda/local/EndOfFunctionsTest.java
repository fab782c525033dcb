package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.testing.Wait;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that is killed leaves no process behind, whatever its functions are doing.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EndOfFunctionsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledServersFunctionsEndAtOnce(boolean busy) throws Exception {
        assumeTrue(
                Files.exists(Path.of("/proc/self/environ"))
                        && new Interpreters(System.getenv()).find("setsid").isPresent(),
                "only Linux shows who has left a session");
        new FunctionsHere(folder)
                .file(
                        "f.py",
                        """
                        import os, signal, subprocess, time
                        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(each, signal.SIG_IGN)
                        child = subprocess.Popen(["sleep", "1000"])
                        # The shell between is gone at once: nobody's child, in a session of its own.
                        apart = int(subprocess.check_output(["setsid", "sh", "-c", "sleep 1000 >/dev/null & echo $!"]))
                        def handler(event, context):
                            if event == 1 and os.environ["BUSY"] == "true":
                                open("began", "w").close(); time.sleep(1000)
                            open("began", "w").close() if event == 1 else None
                            return [os.getpid(), child.pid, apart]
                        """);
        Process server =
                new ProcessBuilder(
                                Interpreters.java().toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerThatIsKilled.class.getName(),
                                folder.toString(),
                                "films=f.py:handler,env=BUSY=" + busy)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            String line = out.readLine();
            List<Long> pids =
                    List.of(line.replaceAll("[\\[\\] ]", "").split(",", -1)).stream()
                            .map(Long::valueOf)
                            .toList();
            Wait.seconds(60).until("it works", () -> Files.exists(folder.resolve("began")));
            assertThat(pids).allMatch(EndOfFunctionsTest::isAlive);
            server.destroyForcibly();
            Wait.seconds(60)
                    .until("all end", () -> pids.stream().noneMatch(EndOfFunctionsTest::isAlive));
        } finally {
            server.destroyForcibly();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
