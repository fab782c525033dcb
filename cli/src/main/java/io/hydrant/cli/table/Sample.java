package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows at the beginning of an input, read once more to find out what its columns hold. Rows
/// that cannot be read are none of its business: they are told about when their turn comes.
public final class Sample implements Typing.TypeSource {
    /// Unpacked. A file that is read beforehand is in memory when its turn comes.
    static final int MOST_BYTES = 1 << 26;

    private final Input.Opened input;
    private final Dialect dialect;
    private final boolean headed;

    /// @param headed whether the first row is none of the table's
    public Sample(Input.Opened input, Dialect dialect, boolean headed) {
        this.input = input;
        this.dialect = dialect;
        this.headed = headed;
    }

    @Override
    public List<ColumnType> types(int columns, MissingTexts missing) {
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            guesses.add(new Guess());
        }
        try (Beginning bytes =
                        new Beginning(input.again(), Math.min(MOST_BYTES, input.mostAgain()));
                Table table = new Table("", bytes, dialect)) {
            table.hasColumns(columns);
            see(table, bytes, guesses, missing);
        } catch (IOException | CommandFailure e) {
            // The table ends there; its reader will say so.
        }
        return guesses.stream().map(Guess::type).toList();
    }

    /// A row that the end of the sample may have cut is left out: it is looked at only when another
    /// follows, or something that is none.
    private void see(Table table, Beginning bytes, List<Guess> guesses, MissingTexts missing)
            throws IOException {
        if (headed) {
            nextGood(table);
        }
        Optional<Row> last = nextGood(table);
        while (last.isPresent() && !settled(guesses)) {
            Optional<Row> next = Optional.empty();
            boolean whole = true;
            try {
                next = nextGood(table);
                whole = next.isPresent() || !bytes.cut();
            } finally {
                if (whole) {
                    see(last.get(), guesses, missing);
                }
            }
            last = next;
        }
    }

    private static boolean settled(List<Guess> guesses) {
        for (Guess guess : guesses) {
            if (!guess.settled()) {
                return false;
            }
        }
        return true;
    }

    private static void see(Row row, List<Guess> guesses, MissingTexts missing) {
        if (row.fields().size() == guesses.size()) {
            for (int i = 0; i < guesses.size(); i++) {
                guesses.get(i).see(row.fields().get(i), missing);
            }
        }
    }

    private static Optional<Row> nextGood(Table table) throws IOException {
        while (true) {
            try {
                return table.next();
            } catch (BadRow bad) {
                // Told when its turn comes.
            }
        }
    }

    /// At most so many bytes.
    private static final class Beginning extends FilterInputStream {
        private int left;

        Beginning(InputStream in, int most) {
            super(in);
            this.left = most;
        }

        /// Whether there may have been more.
        boolean cut() {
            return left == 0;
        }

        @Override
        public int read() throws IOException {
            int b = left == 0 ? -1 : super.read();
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(target, offset, Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
