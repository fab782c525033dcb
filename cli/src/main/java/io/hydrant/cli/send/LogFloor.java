package io.hydrant.cli.send;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How many records a stream's log holds at least: those that were there when a sending began, and
/// each row that was acknowledged since. A log with fewer has lost some, as that of a server that
/// was restored from an older backup has.
///
/// @param log the log's id
/// @param position where the log ended, or further on
/// @param rows how many rows of the sending were acknowledged then
public record LogFloor(String log, long position, long rows) {
    /// Who goes on from a mark waits until the server knows; who begins is not held up for long.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(100);

    /// Empty of AWS, and of a server that does not tell, as when this key may not see the stream.
    ///
    /// @param rows how many rows of the sending are acknowledged
    public static Optional<LogFloor> of(Clients clients, String stream, long rows)
            throws InterruptedException {
        return known(clients, stream, LITTLE_PATIENCE)
                .flatMap(found ->
                        end(found).map(position -> new LogFloor(found.log(), position, rows)));
    }

    /// Fails when the log is another one, or shorter than it must be.
    ///
    /// @param acknowledged how many rows of the sending are acknowledged by now
    /// @param next what the user can do when rows are lost
    public void require(Clients clients, String stream, long acknowledged, String next)
            throws InterruptedException {
        long atLeast = position + Math.max(0, acknowledged - rows);
        Optional<ServerStatus.Stream> now = known(clients, stream, PATIENCE);
        if (now.isPresent() && !now.get().log().equals(log)) {
            throw new CommandFailure(
                    "The stream %s was created anew since rows were sent last: it has none of them."
                            .formatted(stream),
                    next);
        }
        long taken = now.flatMap(LogFloor::end).orElse(atLeast);
        if (taken < atLeast) {
            throw lost(stream, taken, atLeast, next);
        }
    }

    /// As the server tells it; for a moment after its start it does not know all.
    private static Optional<ServerStatus.Stream> known(
            Clients clients, String stream, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        Optional<ServerStatus.Stream> now = find(clients, stream);
        while (now.isPresent()
                && end(now.get()).isEmpty()
                && now.get().stopped().isEmpty()
                && System.nanoTime() - start < patience.toNanos()) {
            Thread.sleep(POLL);
            now = find(clients, stream);
        }
        return now;
    }

    private static CommandFailure lost(String stream, long found, long atLeast, String next) {
        return new CommandFailure(
                ("The server has lost records of %s that it had acknowledged: it has taken %,d in all, and at least %,d when rows"
                                + " were sent last. A restore from an older backup does that.")
                        .formatted(stream, found, atLeast),
                next);
    }

    private static Optional<ServerStatus.Stream> find(Clients clients, String stream) {
        if (clients.target().isAws()) {
            return Optional.empty();
        }
        try {
            return clients.pages().fresh(stream).find(stream);
        } catch (IOException | CommandFailure silent) {
            return Optional.empty();
        }
    }

    private static Optional<Long> end(ServerStatus.Stream stream) {
        return stream.deliveredRecords()
                .map(delivered ->
                        delivered
                                + stream.backlog().map(ServerStatus.Amount::records).orElse(0L)
                                + stream.expired().map(given -> given.records()).orElse(0L));
    }

    /// Into a progress file.
    public void addTo(ObjectNode document) {
        document.putObject("log").put("id", log).put("position", position).put("rows", rows);
    }

    /// From a progress file; empty in one of an older version.
    public static Optional<LogFloor> in(JsonNode document) {
        JsonNode node = document.path("log");
        return node.isObject()
                ? Optional.of(
                        new LogFloor(
                                node.path("id").asString(""),
                                node.path("position").asLong(),
                                node.path("rows").asLong()))
                : Optional.empty();
    }
}
