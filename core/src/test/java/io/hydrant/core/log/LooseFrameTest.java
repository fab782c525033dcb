package io.hydrant.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A frame by itself tells what was put into it, and does not pass for one when a byte is another.
class LooseFrameTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-27T03:00:00Z");
    private static final List<RequestName> NAMES =
            List.of(new ClientToken("films", 7), new Invocation(1, -2, false));

    @Test
    void whatWasPutInIsRead() {
        for (RequestName name : NAMES) {
            LooseFrame frame = LooseFrame.read(frame(Optional.of(name)).bytes()).orElseThrow();
            assertThat(frame.name()).contains(name);
            assertThat(frame.recordCount()).isEqualTo(2);
            assertThat(frame.payloadBytes()).isEqualTo(8);
            assertThat(frame.arrival()).isEqualTo(ARRIVAL);
            assertThat(frame.isSound()).isTrue();
            assertThat(frame.lengths(1, 1).getInt()).isEqualTo(5);
            assertThat(UTF_8.decode(frame.payloads(3, 5)).toString()).isEqualTo("three");
        }
        assertThat(LooseFrame.read(frame(Optional.empty()).bytes()).orElseThrow().name()).isEmpty();
    }

    @Test
    void anotherByteAnywhereIsNoticed() {
        byte[] bytes = frame(Optional.of(NAMES.getFirst())).bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;
            assertThat(LooseFrame.read(other).filter(LooseFrame::isSound))
                    .as("byte " + i)
                    .isEmpty();
        }
    }

    @Test
    void lessOrMoreIsNoFrame() {
        byte[] bytes = frame(Optional.empty()).bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(LooseFrame.read(Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(LooseFrame.read(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
    }

    /// So that nobody who reads one needs to know who wrote it.
    @Test
    void theSameRequestHasTheSameChecksumWhoeverTakesIt() {
        LooseFrame again =
                LooseFrame.of(batch(Optional.of(NAMES.getFirst())), ARRIVAL.plusSeconds(1));
        assertThat(again.print()).isEqualTo(frame(Optional.of(NAMES.getFirst())).print());
    }

    private static LooseFrame frame(Optional<RequestName> name) {
        return LooseFrame.of(batch(name), ARRIVAL);
    }

    private static RecordBatch batch(Optional<RequestName> name) {
        return RecordBatch.of(List.of("one".getBytes(UTF_8), "three".getBytes(UTF_8))).named(name);
    }
}
