package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.Verification.Range;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
    @Test
    void objectsThatFollowEachOtherAreSoundInAnyOrder() {
        assertThat(Verification.of("log", List.of(object(5, 9), object(0, 4)), 10).isSound())
                .isTrue();
        assertThat(Verification.of("log", List.of(), 0).isSound()).isTrue();
    }

    @Test
    void gapsAreMissingAtTheBeginningBetweenAndAtTheEnd() {
        Verification found = Verification.of("log", List.of(object(2, 4), object(7, 9)), 12);
        assertThat(found.missing())
                .containsExactly(new Range(0, 1), new Range(5, 6), new Range(10, 11));
    }

    @Test
    void overlapsAreTwice() {
        Verification found =
                Verification.of("log", List.of(object(0, 9), object(3, 4), object(8, 12)), 13);
        assertThat(found.twice()).containsExactly(new Range(3, 4), new Range(8, 9));
        assertThat(found.missing()).isEmpty();
    }

    @Test
    void objectsOfAnEarlierStreamOfThatNameAreLeftAside() {
        ObjectMetadata other = new ObjectMetadata("s", "other", 0, 99, 100, CutReason.AGE);
        assertThat(Verification.of("log", List.of(other, object(0, 4)), 5).isSound()).isTrue();
    }

    @Test
    void anObjectMayBeDeliveredThatTheOwnerHasNotCountedYet() {
        assertThat(Verification.of("log", List.of(object(0, 4)), 0).isSound()).isTrue();
    }

    @Test
    void aWrongCountIsNoticed() {
        ObjectMetadata wrong = new ObjectMetadata("s", "log", 0, 4, 6, CutReason.AGE);
        assertThat(Verification.of("log", List.of(wrong), 5).miscounted()).containsExactly(wrong);
    }

    @Test
    void whatWasGivenUpIsNotMissing() {
        Expired expired = Expired.NOTHING.plus(List.of(range(5, 6), range(10, 10)));
        Verification found =
                Verification.of("log", List.of(object(0, 3), object(7, 9)), 12, expired);
        assertThat(found.missing()).containsExactly(new Range(4, 4), new Range(11, 11));
    }

    @Test
    void neighboursThatWereGivenUpAreOneRange() {
        Expired expired = Expired.NOTHING.plus(List.of(range(5, 6))).plus(List.of(range(7, 9)));
        assertThat(expired.ranges()).containsExactly(range(5, 9));
        assertThat(expired.records()).isEqualTo(5);
    }

    @Test
    void ofManyRangesTheEarliestAreOnlyCounted() {
        Expired expired = Expired.NOTHING;
        for (int i = 0; i <= Expired.RANGES_MAX; i++) {
            expired = expired.plus(List.of(range(i * 10L, i * 10L + 1)));
        }
        assertThat(expired.ranges()).hasSize(Expired.RANGES_MAX).doesNotContain(range(0, 1));
        assertThat(expired.records()).isEqualTo(2 * (Expired.RANGES_MAX + 1));
        assertThat(expired.unlistedRecords()).isEqualTo(2);
        assertThat(expired.unlistedBefore()).isEqualTo(2);
        ExpiredGaps gaps = new ExpiredGaps(expired);
        assertThat(gaps.missing(0, 1)).isEmpty();
        assertThat(gaps.missing(8, 12)).containsExactly(new Range(8, 9), new Range(12, 12));
        assertThat(new ExpiredGaps(expired).missing(1, 2)).containsExactly(new Range(2, 2));
    }

    private static Expired.Range range(long first, long last) {
        return new Expired.Range(first, last, last - first + 1, Instant.EPOCH, false);
    }

    private static ObjectMetadata object(long first, long last) {
        return new ObjectMetadata("s", "log", first, last, last - first + 1, CutReason.SIZE);
    }
}
