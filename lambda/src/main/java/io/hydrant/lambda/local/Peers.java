package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Whose the other end of a connection from this machine is, as far as the system says it: on Linux
/// the tables of connections name the user. Elsewhere nobody is known.
final class Peers {
    private static final Path SELF = Path.of("/proc/self");
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int USER = 7;

    private Peers() {}

    /// Whether the system can say it.
    static boolean areKnown() {
        return Files.isReadable(TABLES.getFirst());
    }

    /// Whether the other end belongs to the user that this process runs as.
    static boolean isOurs(Socket connection) throws IOException {
        String theirs = suffix(connection.getPort());
        String ours = suffix(connection.getLocalPort());
        String user = Files.getAttribute(SELF, "unix:uid").toString();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                try (Stream<String> lines = Files.lines(table, US_ASCII)) {
                    if (lines.skip(1).anyMatch(line -> isRow(line, theirs, ours, user))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isRow(String line, String local, String remote, String user) {
        String[] columns = line.strip().split("\\s+", USER + 2);
        return columns.length > USER
                && columns[LOCAL].endsWith(local)
                && columns[REMOTE].endsWith(remote)
                && columns[USER].equals(user);
    }

    private static String suffix(int port) {
        return String.format(Locale.ROOT, ":%04X", port);
    }
}
