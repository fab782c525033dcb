package io.hydrant.core.delivery;

import java.util.Optional;

/// The outcome of an attempt to put an object, or to transform a span.
sealed interface Attempt {
    /// It is stored, by this attempt or an earlier one; or what was made of the span is.
    record Stored() implements Attempt {}

    /// It failed; `trace` says whether the object may be stored all the same. `bug` is there when
    /// nobody foresaw such an end.
    record Failed(DeliveryError error, Trace trace, Optional<Throwable> bug) implements Attempt {}

    enum Trace {
        /// This attempt stored nothing; an earlier one may have.
        NONE,
        /// There is no such object, whatever was tried before.
        ABSENT,
        /// This attempt may have stored it.
        UNKNOWN
    }
}
