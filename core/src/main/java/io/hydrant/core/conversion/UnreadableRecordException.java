package io.hydrant.core.conversion;

import java.io.Serial;

/// A record that cannot be read into the columns of a table. Has no stack trace, since there may be
/// very many.
public final class UnreadableRecordException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    private UnreadableRecordException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// It is no JSON.
    public static UnreadableRecordException malformed(String reason) {
        return new UnreadableRecordException(
                "DataFormatConversion.ParseError", "Encountered malformed JSON. " + reason);
    }

    /// It is JSON, and does not fit the columns.
    public static UnreadableRecordException unfit(String cause) {
        return new UnreadableRecordException(
                "DataFormatConversion.MalformedData", "Data does not match the schema. " + cause);
    }

    /// As Firehose writes it.
    public String code() {
        return code;
    }
}
