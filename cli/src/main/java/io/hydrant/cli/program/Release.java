package io.hydrant.cli.program;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// Which release this is, of which commit it was built, and what it runs on: `hydrant --version`.
public final class Release implements IVersionProvider {
    private static final String UNKNOWN = "unknown";

    /// The number of the version alone.
    public static String number() throws IOException {
        return built().getProperty("version", UNKNOWN);
    }

    private static Properties built() throws IOException {
        Properties built = new Properties();
        try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
            if (in != null) {
                built.load(in);
            }
        }
        return built;
    }

    @Override
    public String[] getVersion() throws IOException {
        Properties built = built();
        return new String[] {
            "hydrant " + built.getProperty("version", UNKNOWN),
            commit(built),
            "Java %s (%s), %s %s"
                    .formatted(
                            System.getProperty("java.version"),
                            System.getProperty("java.vendor"),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }

    private static String commit(Properties built) {
        String commit = built.getProperty("commit", UNKNOWN);
        return commit.equals(UNKNOWN)
                ? "commit unknown: it was not built by ./mvnw"
                : "commit " + commit + ", of " + built.getProperty("time");
    }
}
