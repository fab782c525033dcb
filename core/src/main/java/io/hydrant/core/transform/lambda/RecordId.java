package io.hydrant.core.transform.lambda;

/// The ids that records have in events for functions: 56 digits, as AWS's are. A record has the
/// same one whenever it is asked for, so that a function can know it again, and later records have
/// greater ones.
public final class RecordId {
    private static final String PREFIX = "495469866831355442865074579";
    private static final int POSITION_DIGITS = 19;
    private static final int PIECE_DIGITS = 10;

    private RecordId() {}

    /// @param position of the record in its stream's log
    /// @param piece which of the records that were made of it, from 0 on
    public static String of(long position, int piece) {
        char[] id = new char[PREFIX.length() + POSITION_DIGITS + PIECE_DIGITS];
        PREFIX.getChars(0, PREFIX.length(), id, 0);
        digits(position, id, PREFIX.length(), POSITION_DIGITS);
        digits(piece, id, PREFIX.length() + POSITION_DIGITS, PIECE_DIGITS);
        return new String(id);
    }

    private static void digits(long number, char[] into, int from, int count) {
        long rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            into[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
