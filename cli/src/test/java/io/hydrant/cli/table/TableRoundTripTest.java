package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any table, written with any separator, quote, line end and encoding, is read back as it was.
/// `-Dseed=N` repeats a run.
class TableRoundTripTest {
    private static final List<Charset> UNICODE =
            List.of(
                    StandardCharsets.UTF_8,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    Charset.forName("UTF-32"));
    private static final List<Charset> WESTERN =
            List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));
    private static final String[] UNICODE_PIECES = {
        "é", "기생충", "🎬", "💀", "\uD83D\uDC00", "\uFFFD", "\uFFFF", "\u2028"
    };
    private static final String[] PLAIN_PIECES = {
        "a", "Z", "7", " ", ",", ";", "\t", "|", "\"", "'", "\n", "\r", "\r\n", "NULL", "\\",
        "\"\"", "é", "ß"
    };

    @Test
    void anyTableIsReadBackAsItWasWritten() throws Exception {
        long seed = Seed.of(TableRoundTripTest.class).value();
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            boolean unicode = random.nextBoolean();
            Charset charset = pick(random, unicode ? UNICODE : WESTERN);
            char separator = pick(random, List.of(',', ';', '\t', '|', ':'));
            Optional<Character> quote =
                    pick(random, List.of(Optional.of('"'), Optional.of('\''), Optional.empty()));
            boolean rest = quote.isEmpty() && random.nextBoolean();
            Dialect dialect = new Dialect(charset, separator, quote, rest);
            List<List<String>> table = table(random, dialect, unicode);
            boolean marked = unicode && random.nextBoolean();
            String text = (marked ? "\uFEFF" : "") + written(table, dialect, random);
            assertThat(read(text.getBytes(charset), dialect, table.getFirst().size()))
                    .as("seed %d, run %d, %s", seed, run, dialect)
                    .isEqualTo(table);
        }
    }

    private static List<List<String>> table(Random random, Dialect dialect, boolean unicode) {
        int columns = 1 + random.nextInt(5);
        List<List<String>> table = new ArrayList<>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                boolean last = column == columns - 1;
                String field = field(random, unicode);
                row.add(dialect.quote().isPresent() ? field : unquotable(field, dialect, last));
            }
            // A line with nothing on it is no row.
            if (dialect.quote().isEmpty() && columns == 1 && isWhite(row.getFirst())) {
                row.set(0, "x");
            }
            table.add(row);
        }
        return table;
    }

    private static String field(Random random, boolean unicode) {
        StringBuilder field = new StringBuilder();
        for (int pieces = random.nextInt(random.nextInt(100) == 0 ? 20_000 : 6);
                pieces > 0;
                pieces--) {
            field.append(
                    unicode && random.nextInt(3) == 0
                            ? UNICODE_PIECES[random.nextInt(UNICODE_PIECES.length)]
                            : PLAIN_PIECES[random.nextInt(PLAIN_PIECES.length)]);
        }
        return field.toString();
    }

    private static String unquotable(String field, Dialect dialect, boolean last) {
        String oneLine = field.replace('\r', 'r').replace('\n', 'n');
        return last && dialect.lastColumnTakesRest()
                ? oneLine
                : oneLine.replace(dialect.separator(), '_');
    }

    private static String written(List<List<String>> table, Dialect dialect, Random random) {
        String lineEnd = pick(random, List.of("\n", "\r\n"));
        StringBuilder text = new StringBuilder();
        for (List<String> row : table) {
            for (int i = 0; i < row.size(); i++) {
                if (i > 0) {
                    text.append(dialect.separator());
                }
                text.append(written(row.get(i), dialect, random, row.size() == 1));
            }
            text.append(lineEnd).append(random.nextInt(10) == 0 ? lineEnd : "");
        }
        return text.toString();
    }

    private static String written(String field, Dialect dialect, Random random, boolean alone) {
        if (dialect.quote().isEmpty()) {
            return field;
        }
        char quote = dialect.quote().get();
        boolean needed =
                field.indexOf(quote) >= 0
                        || field.indexOf(dialect.separator()) >= 0
                        || field.indexOf('\n') >= 0
                        || field.indexOf('\r') >= 0
                        || isWhite(field) && alone;
        return needed || random.nextInt(4) == 0
                ? quote + field.replace("" + quote, "" + quote + quote) + quote
                : field;
    }

    private static boolean isWhite(String field) {
        return field.matches("[ \t]*");
    }

    private static List<List<String>> read(byte[] bytes, Dialect dialect, int columns)
            throws IOException, BadRow {
        List<List<String>> rows = new ArrayList<>();
        try (Table table = new Table("t.csv", new ByteArrayInputStream(bytes), dialect)) {
            table.hasColumns(columns);
            for (Optional<Row> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get().fields());
            }
        }
        return rows;
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
