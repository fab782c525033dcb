package io.hydrant.server.monitoring;

import java.time.Instant;

/// The time and the periods that a request asks about, in CloudWatch's words where they are wrong.
final class Asked {
    private static final int MINUTE = 60;
    private static final int DAY = 86_400;

    private Asked() {}

    record Span(Instant from, Instant to) {}

    static Span span(RequestMembers request, CloudWatchError error) {
        Instant from = request.time("StartTime");
        Instant to = request.time("EndTime");
        if (from.equals(to)) {
            throw error.because("The parameter StartTime must not equal parameter EndTime.");
        }
        if (from.isAfter(to)) {
            throw error.because("The parameter StartTime must be less than the parameter EndTime.");
        }
        return new Span(from, to);
    }

    /// In seconds. Values are kept by the minute.
    static int period(RequestMembers request) {
        request.required("Period");
        int seconds = request.number("Period").orElseThrow();
        if (seconds < MINUTE || seconds % MINUTE != 0 || seconds > DAY * 15) {
            throw request.error()
                    .because(
                            "The parameter %sPeriod must be a multiple of 60, up to 15 days, but is %d.",
                            request.path(), seconds);
        }
        return seconds;
    }
}
