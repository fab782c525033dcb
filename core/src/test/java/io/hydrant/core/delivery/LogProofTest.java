package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.LogProof.Delivered;
import io.hydrant.core.delivery.LogProof.Finding;
import io.hydrant.core.delivery.LogProof.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogProofTest {
    @Test
    void objectsThatFollowOnOneAnotherAreWholeInAnyOrder() {
        LogProof proof = proof(List.of(object("b", 10, 19), object("a", 0, 9)), 20);
        assertThat(proof.isSound()).isTrue();
        assertThat(proof.records()).isEqualTo(20);
        assertThat(proof.objects()).isEqualTo(2);
        assertThat(proof.end()).isEqualTo(20);
        assertThat(proof(List.of(), 0).isSound()).isTrue();
    }

    @Test
    void gapsAreMissingAtTheBeginningBetweenAndAtTheEnd() {
        LogProof proof = proof(List.of(object("a", 2, 4), object("b", 7, 9)), 12);
        assertThat(proof.findings())
                .containsExactly(
                        missing(0, 1, "a"),
                        missing(5, 6, "b"),
                        new Finding.Missing(new Range(10, 11), Optional.empty()));
    }

    @Test
    void overlapsAreTwice() {
        LogProof proof =
                proof(List.of(object("a", 0, 9), object("b", 3, 4), object("c", 8, 12)), 13);
        assertThat(proof.findings())
                .containsExactly(
                        new Finding.Twice(new Range(3, 4), "a", "b"),
                        new Finding.Twice(new Range(8, 9), "a", "c"));
    }

    @Test
    void anObjectWithinAnotherIsToldWhole() {
        LogProof proof =
                proof(List.of(object("a", 0, 9), object("b", 3, 5), object("c", 10, 11)), 0);
        assertThat(proof.findings()).containsExactly(new Finding.Twice(new Range(3, 5), "a", "b"));
    }

    /// Of different partitions they lie between each other; of one none may overlap.
    @Test
    void whatWasMadeOfRecordsIsProvedPartitionByPartition() {
        List<Delivered> objects =
                List.of(
                        part("log1.processed", "a", 1, 90, 40, "=eu/"),
                        part("log1.processed", "b", 2, 80, 20, "=us/"),
                        part("log1.processed", "c", 91, 95, 5, "=eu/"),
                        of("log1", "d", 0, 9, 10),
                        of("log1", "e", 50, 59, 10));
        List<LogProof> proofs =
                LogProof.ofEach(
                        objects, List.of(new LogProof.Own("log1", 0, Expired.NOTHING)), true);
        assertThat(proofs).allMatch(LogProof::isSound);
        assertThat(proofs).extracting(LogProof::records).containsExactly(20L, 65L);
        List<Delivered> twice = new ArrayList<>(objects);
        twice.add(part("log1.processed", "f", 90, 90, 1, "=eu/"));
        twice.add(part("log1.processed", "g", 85, 86, 3, "=us/"));
        assertThat(
                        LogProof.ofEach(
                                        twice,
                                        List.of(new LogProof.Own("log1", 0, Expired.NOTHING)),
                                        true)
                                .getLast()
                                .findings())
                .containsExactly(
                        new Finding.WrongCount("g", 3, 2),
                        new Finding.Twice(new Range(90, 90), "a", "f"));
    }

    private static Delivered part(
            String log, String key, long first, long last, long records, String partition) {
        return new Delivered(
                key,
                new ObjectMetadata("orders", log, first, last, records, CutReason.AGE, partition));
    }

    @Test
    void objectsOfAnEarlierStreamOfThatNameAreLeftAside() {
        Delivered other = of("other", "a", 0, 99, 100);
        assertThat(proof(List.of(other, object("b", 0, 4)), 5).isSound()).isTrue();
    }

    @Test
    void aStreamThatWasCreatedAnewIsAccountedForByItself() {
        List<Delivered> objects = List.of(object("a", 0, 9), of("log2", "b", 0, 4, 5));
        List<LogProof> proofs = LogProof.ofEach(objects, "log1", Expired.NOTHING);
        assertThat(proofs).hasSize(2).allMatch(LogProof::isSound);
        assertThat(proofs).extracting(LogProof::records).containsExactly(10L, 5L);
    }

    @Test
    void whatCameBeforeABackupIsNotMissingInIt() {
        List<Delivered> objects =
                List.of(
                        of("log1.backup", "a", 7, 9, 3),
                        of("log0.backup", "b", 3, 4, 2),
                        of("log0.backup", "c", 6, 6, 1));
        assertThat(
                        LogProof.ofEach(
                                objects,
                                List.of(new LogProof.Own("log1.backup", 7, Expired.NOTHING)),
                                false))
                .extracting(LogProof::findings)
                .containsExactly(List.of(missing(5, 5, "c")), List.of());
        assertThat(
                        LogProof.ofEach(
                                        objects,
                                        List.of(
                                                new LogProof.Own(
                                                        "log1.backup", 5, Expired.NOTHING)),
                                        false)
                                .getLast()
                                .findings())
                .containsExactly(missing(5, 6, "a"));
    }

    @Test
    void anObjectMayBeDeliveredThatTheOwnerHasNotCountedYet() {
        assertThat(proof(List.of(object("a", 0, 4)), 0).isSound()).isTrue();
    }

    @Test
    void aCountThatIsNotThePositionsIsTold() {
        assertThat(proof(List.of(of("log1", "a", 0, 9, 9)), 10).findings())
                .containsExactly(new Finding.WrongCount("a", 9, 10));
        assertThat(proof(List.of(of("log1", "a", 0, 4, 6)), 5).findings())
                .containsExactly(new Finding.WrongCount("a", 6, 5));
    }

    @Test
    void whatWasGivenUpIsNotMissing() {
        List<Delivered> objects = List.of(object("a", 0, 9), object("c", 15, 19));
        LogProof proof = LogProof.of("log1", objects, 20, expired(10, 14));
        assertThat(proof.isSound()).isTrue();
        assertThat(proof.records()).isEqualTo(15);
    }

    @Test
    void whatIsMissingBesideWhatWasGivenUpIsTold() {
        Expired expired = Expired.NOTHING.plus(List.of(range(11, 12), range(20, 20)));
        List<Delivered> objects = List.of(object("a", 0, 9), object("c", 15, 19));
        assertThat(LogProof.of("log1", objects, 22, expired).findings())
                .containsExactly(
                        missing(10, 10, "c"),
                        missing(13, 14, "c"),
                        new Finding.Missing(new Range(21, 21), Optional.empty()));
    }

    @Test
    void whatAnotherLogGaveUpIsNoExcuse() {
        List<Delivered> objects = List.of(object("a", 0, 1), object("b", 5, 9));
        assertThat(LogProof.ofEach(objects, "log2", expired(2, 4)))
                .singleElement()
                .satisfies(
                        proof -> assertThat(proof.findings()).containsExactly(missing(2, 4, "b")));
        assertThat(LogProof.ofEach(objects, "log1", expired(2, 4))).allMatch(LogProof::isSound);
    }

    /// The first objects of the one that was deleted are in the bucket that it had before.
    @Test
    void whereAStreamThatWasDeletedBeganIsNotKnown() {
        List<Delivered> objects = List.of(of("log0", "a", 7, 9, 3), object("b", 3, 4));
        assertThat(LogProof.ofEach(objects, "log1", Expired.NOTHING))
                .extracting(LogProof::findings)
                .containsExactly(List.of(), List.of(missing(0, 2, "b")));
    }

    @Test
    void whatWasGivenUpAndIsThereAllTheSameIsToldUnlessThatWasSaid() {
        List<Delivered> objects = List.of(object("a", 0, 9));
        assertThat(LogProof.of("log1", objects, 10, expired(5, 12)).findings())
                .containsExactly(new Finding.NotGivenUp(new Range(5, 9), "a"));
        Expired said =
                new Expired(5, 5, 0, 0, List.of(new Expired.Range(5, 9, 5, Instant.EPOCH, true)));
        assertThat(LogProof.of("log1", objects, 10, said).isSound()).isTrue();
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

    private static LogProof proof(List<Delivered> objects, long deliveredThrough) {
        return LogProof.of("log1", objects, deliveredThrough, Expired.NOTHING);
    }

    private static Finding missing(long first, long last, String before) {
        return new Finding.Missing(new Range(first, last), Optional.of(before));
    }

    private static Expired expired(long first, long last) {
        return Expired.NOTHING.plus(List.of(range(first, last)));
    }

    private static Expired.Range range(long first, long last) {
        return new Expired.Range(first, last, last - first + 1, Instant.EPOCH, false);
    }

    private static Delivered object(String key, long first, long last) {
        return of("log1", key, first, last, last - first + 1);
    }

    private static Delivered of(String log, String key, long first, long last, long records) {
        return new Delivered(
                key, new ObjectMetadata("s", log, first, last, records, CutReason.SIZE));
    }
}
