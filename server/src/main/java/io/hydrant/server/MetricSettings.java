package io.hydrant.server;

import io.hydrant.server.http.ListenerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What is counted, kept and shown of a server's work.
///
/// @param historyBytes how large the file of the kept minutes may become; 0 keeps none
/// @param logBytes how large the file of log events may become
/// @param streams how many streams have figures of their own on the metrics page
/// @param access who may read that page
/// @param token a file whose text lets whoever sends it read the page
/// @param slowRequest how long a request takes that is told in the log
/// @param version of the program, which the page tells
public record MetricSettings(
        long historyBytes,
        long logBytes,
        int streams,
        Access access,
        Optional<Path> token,
        Duration slowRequest,
        String version) {
    /// Fifteen days of some fifty streams that never rest.
    public static final long HISTORY_BYTES = 256L << 20;

    /// Half a million events or more of a delivery that fails.
    public static final long LOG_BYTES = 256L << 20;

    public static final int STREAMS = 1000;

    /// Far longer than puts take, and not yet as long as clients wait.
    public static final Duration SLOW_REQUEST = ListenerSettings.SLOW_REQUEST;

    /// The default of each.
    public static final MetricSettings DEFAULT =
            new MetricSettings(
                    HISTORY_BYTES,
                    LOG_BYTES,
                    STREAMS,
                    Access.AUTO,
                    Optional.empty(),
                    SLOW_REQUEST,
                    "unknown");

    /// Who may read the metrics page without a signature or a token.
    public enum Access {
        /// Programs on this machine, where the server listens to this machine alone; else nobody.
        AUTO,
        /// Everybody who can connect.
        OPEN,
        /// Nobody.
        SIGNED
    }
}
