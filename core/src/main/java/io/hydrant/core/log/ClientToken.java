package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names a request, so that its records are taken once however often it arrives: kept in the log
/// with them. An extension of Hydrant's; see `X-Hydrant-Client-Token` in docs/compatibility.md.
///
///     at  bytes  field
///      0      8  sequence
///      8      1  length of the producer's name
///      9     64  the producer's name, ASCII, and zeros
///     73      7  zeros
///
/// @param producer who sends: 1 to 64 characters of A-Z, a-z, 0-9, `_` and `-`
/// @param sequence tells a producer's requests apart; not negative
public record ClientToken(String producer, long sequence) implements RequestName {
    static final int BYTES = 80;
    private static final int MOST_CHARACTERS = 64;
    private static final int NAME_AT = 9;

    public ClientToken {
        if (!isName(producer) || sequence < 0) {
            throw new IllegalArgumentException("No client token: " + producer + ", " + sequence);
        }
    }

    /// Reads `PRODUCER:SEQUENCE`; empty when it is something else.
    public static Optional<ClientToken> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !isName(text.substring(0, colon)) || !isNumber(text, colon + 1)) {
            return Optional.empty();
        }
        try {
            long sequence = Long.parseLong(text.substring(colon + 1));
            return Optional.of(new ClientToken(text.substring(0, colon), sequence));
        } catch (NumberFormatException e) {
            return Optional.empty(); // more than fits
        }
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            return false;
        }
        return text.chars()
                .allMatch(c ->
                        (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '-');
    }

    private static boolean isNumber(String text, int from) {
        return from < text.length() && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    byte[] toBytes() {
        byte[] name = producer.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(BYTES)
                .putLong(sequence)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /// Reads what [#toBytes] wrote.
    static ClientToken of(ByteBuffer bytes) {
        int at = bytes.position();
        byte[] name = new byte[bytes.get(at + NAME_AT - 1)];
        bytes.get(at + NAME_AT, name);
        return new ClientToken(new String(name, StandardCharsets.US_ASCII), bytes.getLong(at));
    }
}
