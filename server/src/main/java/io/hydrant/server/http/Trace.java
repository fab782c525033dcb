package io.hydrant.server.http;

import io.hydrant.aws.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a caller calls a request in a trace of its own: W3C's `traceparent` with its `tracestate`,
/// and AWS's `X-Amzn-Trace-Id`. What is not as its specification has it is passed over.
record Trace(Optional<String> parent, Optional<String> state, Optional<String> amazon) {
    /// Of a version that is not known yet more may follow.
    private static final Pattern PARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7E\\t]{1,512}");
    private static final Pattern AMAZON = Pattern.compile("[A-Za-z0-9=;:_.-]{1,256}");

    static Trace of(Headers headers) {
        Optional<String> parent =
                Optional.of(headers.values("traceparent"))
                        .filter(all -> all.size() == 1)
                        .map(List::getFirst)
                        .map(String::strip)
                        .filter(Trace::isParent);
        Optional<String> state =
                parent.flatMap(_ -> headers.get("tracestate"))
                        .filter(text -> STATE.matcher(text).matches());
        Optional<String> amazon =
                headers.get("X-Amzn-Trace-Id").filter(text -> AMAZON.matcher(text).matches());
        return new Trace(parent, state, amazon);
    }

    private static boolean isParent(String text) {
        Matcher parts = PARENT.matcher(text);
        if (text.length() > 256 || !parts.matches()) {
            return false;
        }
        String version = parts.group(1);
        boolean isWhole = parts.group(4) == null || !version.equals("00");
        return isWhole
                && !version.equals("ff")
                && !parts.group(2).matches("0+")
                && !parts.group(3).matches("0+")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /// As it stands at the end of a line in the log.
    String words() {
        return parent.map(id -> ", traceparent " + id).orElse("")
                + state.map(text -> ", tracestate " + text).orElse("")
                + amazon.map(id -> ", trace id " + id).orElse("");
    }
}
