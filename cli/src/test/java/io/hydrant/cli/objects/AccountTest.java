package io.hydrant.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.CutReason;
import io.hydrant.core.delivery.ObjectMetadata;
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

    private static Account.Delivered object(String key, long first, long last) {
        return new Account.Delivered(
                key,
                new ObjectMetadata("s", "log1", first, last, last - first + 1, CutReason.SIZE));
    }
}
