package io.hydrant.cli.program;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log as one JSON object per line: `time` (RFC 3339), `level`, `logger`, `thread`, `message`,
/// and, where something was thrown, `error` and `stack`. Nothing in a text ends a line or an
/// object.
public final class JsonLines extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// From now on everything that is logged looks so.
    public static void begin() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new JsonLines());
        }
    }

    @Override
    public String format(LogRecord line) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"time\":").append(quoted(TIME.format(line.getInstant())));
        json.append(",\"level\":").append(quoted(level(line.getLevel())));
        json.append(",\"logger\":").append(quoted(String.valueOf(line.getLoggerName())));
        json.append(",\"thread\":").append(quoted(thread(line)));
        json.append(",\"message\":").append(quoted(String.valueOf(formatMessage(line))));
        Throwable thrown = line.getThrown();
        if (thrown != null) {
            json.append(",\"error\":").append(quoted(thrown.toString()));
            json.append(",\"stack\":").append(quoted(stack(thrown)));
        }
        return json.append("}\n").toString();
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warning";
        }
        return level.intValue() >= Level.CONFIG.intValue() ? "info" : "debug";
    }

    /// A line is written by whoever logs it. Threads of requests have no names.
    private static String thread(LogRecord line) {
        String name = Thread.currentThread().getName();
        return name.isEmpty() ? "#" + line.getLongThreadID() : name;
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /// Half of a character, which no encoding has, and what ends a line for some readers are
    /// escaped too.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                quoted.append(c).append(text.charAt(++i));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' '
                    || c >= 0x7F && c < 0xA0
                    || c == 0x2028
                    || c == 0x2029
                    || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
