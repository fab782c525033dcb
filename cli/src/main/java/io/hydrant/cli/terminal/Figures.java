package io.hydrant.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
public final class Figures {
    private Figures() {}

    /// `17,769`
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// `1 row`, `2 rows`
    public static String count(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }

    /// `812 bytes`, `7.4 KiB`, `1.00 MiB`, `9.40 GiB`
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double kibibytes = bytes / 1024.0;
        if (kibibytes < 1024) {
            return String.format(Locale.ROOT, "%.1f KiB", kibibytes);
        }
        double mebibytes = kibibytes / 1024;
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.2f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.2f GiB", mebibytes / 1024);
    }

    /// `0.8 s`, `42 s`, `3 min 20 s`, `2 h 28 min`
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
