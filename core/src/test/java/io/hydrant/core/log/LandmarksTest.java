package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LandmarksTest {
    private static final LogPlace START = new LogPlace(LogPoint.START, 0, 32);
    private static final long DISTANCE = 256 * 1024;

    private final Landmarks landmarks = new Landmarks();

    @Test
    void withoutAnyTheSearchBeginsWhereItWould() {
        assertThat(landmarks.nearest(1_000_000, START)).isEqualTo(START);
    }

    @Test
    void neverLeadsPastTheWantedByteNorBackAndIsNearAsLongAsThereAreFew() {
        NavigableMap<Long, LogPlace> frames = framesOf(10_000, 10_000);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            long wanted = random.nextLong(1, 30_000_000);
            LogPlace near = landmarks.nearest(wanted, START);
            assertThat(near.start().payloadBytes()).isLessThan(wanted);
            assertThat(wanted - near.start().payloadBytes()).isLessThan(DISTANCE + 2 * 10_000);
            assertThat(near).isEqualTo(frames.get(near.start().payloadBytes()));
            LogPlace from = frames.floorEntry(random.nextLong(30_000_000)).getValue();
            assertThat(landmarks.nearest(wanted, from).start().position())
                    .isGreaterThanOrEqualTo(from.start().position());
        }
    }

    @Test
    void aLogOfManyGigabytesHasNoMoreOfThemButStillSome() {
        framesOf(2_000_000, 10_000);
        LogPlace near = landmarks.nearest(19_000_000_000L, START);
        assertThat(near.start().payloadBytes()).isBetween(18_500_000_000L, 18_999_999_999L);
    }

    @Test
    void whatIsTrimmedIsForgotten() {
        framesOf(3_000, 10_000);
        landmarks.forgetBefore(Long.MAX_VALUE);
        assertThat(landmarks.nearest(20_000_000, START)).isEqualTo(START);
    }

    private NavigableMap<Long, LogPlace> framesOf(int count, long bytes) {
        NavigableMap<Long, LogPlace> frames = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            LogPlace place = new LogPlace(new LogPoint(i, i * bytes), 0, 32 + i * (bytes + 44));
            landmarks.add(place);
            frames.put(i * bytes, place);
        }
        return frames;
    }
}
