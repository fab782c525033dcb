package io.hydrant.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final int STREAMS = 2_000;

    private final Meters meters = Meters.unread();

    private static long records(StreamMeter of) {
        return of.counted(Figure.PUT_RECORD_REQUESTS);
    }

    private static long puts(StreamMeter of) {
        return of.measured(Figure.PUT_RECORD_LATENCY).map(Measure::count).orElse(0L);
    }

    private StreamMeter counted(String log) {
        StreamMeter meter = meters.of(log, "stream-of-" + log);
        meter.count(Figure.PUT_RECORD_REQUESTS);
        meter.measure(Figure.PUT_RECORD_LATENCY, 300);
        return meter;
    }

    @Test
    void noSumFallsAtAnyMomentWhileStreamsAreForgotten() throws InterruptedException {
        List<String> logs = IntStream.range(0, STREAMS).mapToObj(i -> "log-" + i).toList();
        logs.forEach(this::counted);
        meters.sums(logs.subList(0, STREAMS / 2));
        AtomicBoolean isOver = new AtomicBoolean();
        Thread forgetting =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < STREAMS; i += 20) {
                                Set<String> left = Set.copyOf(logs.subList(i, STREAMS));
                                meters.forget(() -> left);
                            }
                            meters.forget(Set::of);
                            isOver.set(true);
                        });
        List<List<Long>> seen = new ArrayList<>();
        do {
            Meters.Sums sums = meters.sums(List.of());
            seen.add(
                    List.of(
                            records(sums.all()),
                            puts(sums.all()),
                            records(sums.together()),
                            puts(sums.together())));
        } while (!isOver.get());
        forgetting.join();
        long all = STREAMS;
        assertThat(seen).allMatch(List.of(all, all, all / 2, all / 2)::equals);
        assertThat(meters.all()).isEmpty();
    }

    @Test
    void aStreamThatIsMadeWhileOthersAreForgottenIsNotGone() {
        counted("old");
        List<StreamMeter> gone =
                meters.forget(() -> {
                    counted("new");
                    return Set.of();
                });
        assertThat(gone).extracting(StreamMeter::name).containsExactly("stream-of-old");
        assertThat(meters.find("new")).isPresent();
    }

    @Test
    void aStreamThatWasShownWithOthersStaysWithThem() {
        counted("first");
        assertThat(records(meters.sums(List.of("first", "rests")).together())).isEqualTo(1);
        assertThat(meters.isTogether("first")).isTrue();
        assertThat(meters.isTogether("rests")).as("nothing was counted of it").isFalse();
        counted("first");
        assertThat(records(meters.sums(List.of()).together())).isEqualTo(2);
    }
}
