package io.hydrant.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.CutReason;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.ObjectMetadata;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void objectsThatFollowOnOneAnotherAreWhole() {
        Account account = Account.of(List.of(object("b", 10, 19), object("a", 0, 9)));
        assertThat(account.isWhole()).isTrue();
        assertThat(account.records()).isEqualTo(20);
        assertThat(account.objects()).isEqualTo(2);
        assertThat(account.logs().getFirst().end()).isEqualTo(20);
    }

    @Test
    void aGapIsTold() {
        Account account = Account.of(List.of(object("a", 0, 9), object("c", 15, 19)));
        assertThat(account.logs().getFirst().findings())
                .containsExactly(new Account.Finding.Missing(10, 14, "c"));
    }

    @Test
    void aMissingBeginningIsTold() {
        assertThat(Account.of(List.of(object("b", 1, 9))).isWhole()).isFalse();
    }

    @Test
    void recordsInTwoObjectsAreTold() {
        Account account = Account.of(List.of(object("a", 0, 9), object("b", 8, 12)));
        assertThat(account.logs().getFirst().findings())
                .containsExactly(new Account.Finding.Twice(8, 9, "a", "b"));
    }

    @Test
    void anObjectWithinAnotherIsToldWhole() {
        Account account =
                Account.of(List.of(object("a", 0, 9), object("b", 3, 5), object("c", 10, 11)));
        assertThat(account.logs().getFirst().findings())
                .containsExactly(new Account.Finding.Twice(3, 5, "a", "b"));
    }

    @Test
    void aStreamThatWasCreatedAnewIsAccountedForByItself() {
        Account account =
                Account.of(
                        List.of(
                                object("a", 0, 9),
                                new Account.Delivered(
                                        "b",
                                        new ObjectMetadata("s", "log2", 0, 4, 5, CutReason.AGE))));
        assertThat(account.isWhole()).isTrue();
        assertThat(account.logs()).hasSize(2);
    }

    @Test
    void aCountThatIsNotThePositionsIsTold() {
        ObjectMetadata wrong = new ObjectMetadata("s", "log1", 0, 9, 9, CutReason.AGE);
        Account account = Account.of(List.of(new Account.Delivered("a", wrong)));
        assertThat(account.logs().getFirst().findings())
                .containsExactly(new Account.Finding.WrongCount("a", 9, 10));
    }

    @Test
    void whatWasGivenUpIsNotMissing() {
        Account account =
                Account.of(
                        List.of(object("a", 0, 9), object("c", 15, 19)), "log1", expired(10, 14));
        assertThat(account.isWhole()).isTrue();
        assertThat(account.records()).isEqualTo(15);
    }

    @Test
    void whatIsMissingBesideWhatWasGivenUpIsTold() {
        Account account =
                Account.of(
                        List.of(object("a", 0, 9), object("c", 15, 19)), "log1", expired(11, 12));
        assertThat(account.logs().getFirst().findings())
                .containsExactly(
                        new Account.Finding.Missing(10, 10, "c"),
                        new Account.Finding.Missing(13, 14, "c"));
    }

    @Test
    void whatAnotherLogGaveUpIsNoExcuse() {
        Account account = Account.of(List.of(object("b", 5, 9)), "log2", expired(0, 4));
        assertThat(account.isWhole()).isFalse();
    }

    @Test
    void whatWasGivenUpAndIsThereAllTheSameIsToldUnlessThatWasSaid() {
        List<Account.Delivered> objects = List.of(object("a", 0, 9));
        assertThat(Account.of(objects, "log1", expired(5, 12)).logs().getFirst().findings())
                .containsExactly(new Account.Finding.NotGivenUp(5, 9, "a"));
        Expired said =
                new Expired(5, 5, 0, 0, List.of(new Expired.Range(5, 9, 5, Instant.EPOCH, true)));
        assertThat(Account.of(objects, "log1", said).isWhole()).isTrue();
    }

    private static Expired expired(long first, long last) {
        long records = last - first + 1;
        Expired.Range range = new Expired.Range(first, last, records, Instant.EPOCH, false);
        return new Expired(records, records, 0, 0, List.of(range));
    }

    private static Account.Delivered object(String key, long first, long last) {
        return new Account.Delivered(
                key,
                new ObjectMetadata("s", "log1", first, last, last - first + 1, CutReason.SIZE));
    }
}
