package io.hydrant.producer;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stream said to a request.
sealed interface StreamAnswer {

    /// It looked at the records and took some of them, mostly all.
    ///
    /// @param recordIds one for each record; null where it was not taken
    /// @param failure why the first that was not taken was not
    /// @param repeatsAreHarmless whether the stream keeps the request's token: then a repeat adds
    ///   nothing
    record Taken(
            @Nullable String[] recordIds, Optional<Refusal> failure, boolean repeatsAreHarmless)
            implements StreamAnswer {}

    /// It took none.
    record Refused(Refusal refusal) implements StreamAnswer {}

    /// Why something was not taken, in AWS's words.
    ///
    /// @param status the HTTP status of the whole answer
    record Refusal(int status, String code, String message) {
        private static final int SERVER_ERROR = 500;
        private static final int TOO_MANY_REQUESTS = 429;

        /// Codes by which AWS asks for patience with another status than 5xx.
        private static final Set<String> PASSING =
                Set.of(
                        "ServiceUnavailableException",
                        "ServiceUnavailable",
                        "InternalFailure",
                        "InternalServerException",
                        "LimitExceededException",
                        "ProvisionedThroughputExceededException",
                        "RequestLimitExceeded",
                        "RequestTimeout",
                        "RequestTimeoutException",
                        "SlowDown",
                        "Throttling",
                        "ThrottlingException",
                        "ThrottledException",
                        "TooManyRequestsException");

        /// Whether the same request may be taken later.
        boolean passes() {
            return status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || PASSING.contains(code);
        }

        String text() {
            return message.isEmpty() ? code : code + ": " + message;
        }
    }
}
