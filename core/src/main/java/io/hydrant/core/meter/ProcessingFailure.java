package io.hydrant.core.meter;

import java.time.Instant;
import java.util.regex.Pattern;

/// Why a record, or a part of one, could not be processed.
///
/// @param code as Firehose writes it: `Lambda.FunctionError`
/// @param message as the error object has it
public record ProcessingFailure(Instant at, String code, String message) {
    private static final int LINE_MAX = 1_000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /// The message as one line that does no harm to a terminal or a log: what a function answered
    /// may be in it.
    public String line() {
        String start =
                message.length() <= LINE_MAX ? message : message.substring(0, LINE_MAX) + " …";
        return CONTROL.matcher(start).replaceAll(" ");
    }
}
