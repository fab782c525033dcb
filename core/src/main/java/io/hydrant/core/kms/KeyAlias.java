package io.hydrant.core.kms;

import java.time.Instant;

/// Another name of a key: `alias/films`. By the mark, which is drawn when it is made, whoever made
/// it tells it from a later one of the same name.
public record KeyAlias(String name, String keyId, Instant created, Instant updated, String mark) {
    /// How every alias begins.
    public static final String PREFIX = "alias/";

    /// How those begin that services make for themselves.
    static final String SERVICES = "alias/aws/";
}
