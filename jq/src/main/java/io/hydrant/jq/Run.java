package io.hydrant.jq;

import java.time.Instant;
import java.util.List;

/// One evaluation: its budget, its now, and the labels that it has given out.
final class Run {
    private static final String LABEL_KEY = "__jq";

    final Meter meter;
    private final Instant now;
    private int labels;

    Run(Meter meter, Instant now) {
        this.meter = meter;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /// A label that equals no other of this evaluation. A break is an error with this value.
    JqObject newLabel() {
        return JqObject.EMPTY.with(LABEL_KEY, new JqNumber(labels++));
    }

    JqString string(String text) {
        meter.chars(text.length());
        return new JqString(text);
    }

    JqArray array(JqValue... items) {
        meter.items(items.length);
        return meter.checked(JqArray.of(items));
    }

    JqArray array(List<JqValue> items) {
        return array(items.toArray(new JqValue[0]));
    }

    /// The object, which was just made.
    JqObject object(JqObject made) {
        meter.items(made.size() * 2L);
        return meter.checked(made);
    }
}
