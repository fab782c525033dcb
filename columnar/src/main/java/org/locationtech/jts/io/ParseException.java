package org.locationtech.jts.io;

import java.io.Serial;

/// What Parquet catches where it reads a geometry.
public class ParseException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    ParseException(String message) {
        super(message);
    }
}
