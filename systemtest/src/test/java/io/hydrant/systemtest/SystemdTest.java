package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server as a service of systemd (`Type=notify`), which a socket stands in for.
class SystemdTest {
    private static final String STAND_IN =
            """
            import socket, sys
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            listener.bind(sys.argv[1].replace("@", "\\0"))
            print("listens", flush=True)
            while True:
                print(listener.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @TempDir private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void theServiceManagerIsToldWhenTheServerAnswersAndWhenItStops() throws Exception {
        check(folder.resolve("notify").toString());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aSocketMayHaveAnAbstractName() throws Exception {
        check("@hydrant-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    }

    private void check(String socket) throws IOException, InterruptedException {
        Clients.python();
        Process manager = new ProcessBuilder("python3", "-c", STAND_IN, socket).start();
        Process server = null;
        try (BufferedReader told = manager.inputReader()) {
            assertThat(told.readLine()).isEqualTo("listens");
            server =
                    Program.start(
                            List.of(
                                    "serve",
                                    "--listen",
                                    "127.0.0.1:0",
                                    "--data",
                                    folder.resolve("data").toString()),
                            Map.of("NOTIFY_SOCKET", socket));
            assertThat(told.readLine()).matches("READY=1 STATUS=answers on http://127.0.0.1:\\d+");

            hangUp(server);
            server.destroy();

            assertThat(told.readLine()).isEqualTo("STOPPING=1");
            assertThat(server.waitFor()).isEqualTo(143);
        } finally {
            manager.destroyForcibly();
            if (server != null) {
                server.destroyForcibly();
            }
        }
    }

    /// To a service this says that files are to be read anew; elsewhere it ends the process, with
    /// status 129.
    private static void hangUp(Process server) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(server.pid())).start().waitFor();
    }
}
