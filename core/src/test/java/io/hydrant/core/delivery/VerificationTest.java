package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.Verification.Range;
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

    private static ObjectMetadata object(long first, long last) {
        return new ObjectMetadata("s", "log", first, last, last - first + 1, CutReason.SIZE);
    }
}
