package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;

/// A table that cannot be read any further: where its next row begins cannot be told.
public final class NotCsvException extends CommandFailure {
    private final String reason;

    NotCsvException(String source, String reason, String nextStep) {
        super(source + " is not CSV from here on: " + reason + ".", nextStep);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
