package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Clients of several kinds that send without a pause, and the ledger of what was acknowledged to
/// them.
final class Load {
    private final Ledger ledger = new Ledger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> senders = new ArrayList<>();
    private Optional<Boto> boto = Optional.empty();

    /// The process, and where it writes down what it was told.
    private record Boto(Process process, String stream, Path book) {}

    Ledger ledger() {
        return ledger;
    }

    /// A thread with an AWS SDK client, whose calls have so many attempts at most; with a batch of
    /// one it uses PutRecord.
    void sdk(Aws aws, String stream, int batch, int attempts) {
        String client = "sdk-" + senders.size();
        Sender sender = new Sender(aws, ledger, stream, client, batch, attempts, over);
        senders.add(Thread.ofPlatform().name(client).start(sender));
    }

    /// A process with boto3 and its standard retries, where there is one. What it is told is in the
    /// ledger after [#end].
    void boto(Map<String, String> environment, String stream, Path book) throws IOException {
        Optional<Clients.Python> python = Clients.findPython();
        if (python.isEmpty()) {
            System.out.println("SKIPPED: boto3 is not on this machine, so only the AWS SDK sends");
            return;
        }
        Path script = Program.root().resolve("systemtest/src/test/resources/sender.py");
        ProcessBuilder builder =
                new ProcessBuilder(
                                python.get().command(),
                                script.toString(),
                                "boto",
                                stream,
                                book.toString())
                        .inheritIO()
                        .redirectInput(ProcessBuilder.Redirect.PIPE);
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(python.get().environment());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(all);
        boto = Optional.of(new Boto(builder.start(), stream, book));
    }

    /// Ends all clients; what they have under way is answered or fails first.
    void end() throws IOException, InterruptedException {
        over.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        if (boto.isPresent()) {
            Process process = boto.get().process();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("sender.py did not end well");
            }
            ledger.read(boto.get().stream(), "boto", boto.get().book());
        }
    }
}
