package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static String words(String parent) {
        return Trace.of(
                        new Headers(
                                Map.of(
                                        "traceparent",
                                        List.of(parent),
                                        "tracestate",
                                        List.of("a=b"))))
                .words();
    }

    @Test
    void whatTheCallerSentIsRepeated() {
        assertThat(words(PARENT)).isEqualTo(", traceparent " + PARENT + ", tracestate a=b");
        assertThat(words("cc" + PARENT.substring(2) + "-what-comes-later"))
                .as("a later version may have more")
                .contains("-what-comes-later");
        assertThat(
                        Trace.of(
                                        new Headers(
                                                Map.of(
                                                        "X-Amzn-Trace-Id",
                                                        List.of("Root=1-5759e988-bd86"))))
                                .words())
                .isEqualTo(", trace id Root=1-5759e988-bd86");
    }

    @Test
    void whatIsNotAsTheSpecificationHasItIsPassedOver() {
        for (String wrong :
                List.of(
                        "",
                        PARENT.toUpperCase(Locale.ROOT),
                        PARENT + "-more",
                        PARENT.substring(1),
                        "ff" + PARENT.substring(2),
                        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                        "01" + PARENT.substring(2) + "-a\nFailed: forged")) {
            assertThat(words(wrong)).as(wrong).isEmpty();
        }
        assertThat(Trace.of(new Headers(Map.of("traceparent", List.of(PARENT, PARENT)))).words())
                .as("twice")
                .isEmpty();
    }
}
