package io.hydrant.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What delivery relies on, whichever store it delivers into. There is a bucket `films`.
interface SinkContract {
    ObjectSink sink() throws IOException;

    /// The text of an object of `films`.
    String stored(String key) throws IOException;

    @Test
    default void anObjectIsStoredOnceAndTheSecondLearnsWhatIsThere() throws IOException {
        Drafts films = new Drafts();
        assertThat(sink().putIfAbsent(films.of("once", "one"))).isInstanceOf(Outcome.Stored.class);
        for (ObjectSink.Draft second :
                List.of(films.of("once", "another"), films.again("once", "another"))) {
            assertThat(sink().putIfAbsent(second))
                    .isInstanceOfSatisfying(
                            Outcome.AlreadyThere.class,
                            there -> {
                                assertThat(there.size()).isEqualTo(3);
                                assertThat(there.metadata())
                                        .containsEntry("hydrant-stream", "s")
                                        .containsEntry("hydrant-first-position", "17");
                            });
        }
        assertThat(stored("once")).isEqualTo("one");
    }

    @Test
    default void whatMayBeThereAndIsNotIsStored() throws IOException {
        assertThat(sink().putIfAbsent(new Drafts().again("fresh", "text")))
                .isInstanceOf(Outcome.Stored.class);
        assertThat(stored("fresh")).isEqualTo("text");
    }

    @Test
    default void anObjectMayBeEmpty() throws IOException {
        assertThat(sink().putIfAbsent(new Drafts().of("empty", "")))
                .isInstanceOf(Outcome.Stored.class);
        assertThat(stored("empty")).isEmpty();
    }

    @Test
    default void keysAreKeptToTheLetter() throws IOException {
        for (String key :
                List.of("year=2026/día=1/x y+z%2F", "a/b/c~!*'()", "emoji-\uD83D\uDE00/k")) {
            assertThat(sink().putIfAbsent(new Drafts().of(key, key)))
                    .isInstanceOf(Outcome.Stored.class);
            assertThat(stored(key)).isEqualTo(key);
        }
    }

    @Test
    default void ofManyAtOnceOneStores() throws Exception {
        List<Future<Outcome>> outcomes = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String text = "x".repeat(i + 1);
                outcomes.add(
                        workers.submit(() -> sink().putIfAbsent(new Drafts().of("race", text))));
            }
        }
        int stored = 0;
        for (Future<Outcome> outcome : outcomes) {
            stored += outcome.get() instanceof Outcome.Stored ? 1 : 0;
        }
        assertThat(stored).isEqualTo(1);
    }

    @Test
    default void aBodyThatIsShortLeavesNothing() throws IOException {
        ObjectSink.Draft draft = new Drafts().of("short", Drafts.bytes(new byte[3], 4), false);
        assertThatThrownBy(() -> sink().putIfAbsent(draft))
                .hasMessageContaining("3 bytes and should have 4");
        assertThat(sink().putIfAbsent(new Drafts().again("short", "whole")))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void aBucketThatIsNotThereHasItsCode() {
        assertThatThrownBy(() -> sink().putIfAbsent(new Drafts().in("gone").of("k", "x")))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("S3.NoSuchBucket"));
    }

    @Test
    default void aWriterWithoutPermissionLeavesNothingAndLearnsTheReason() throws IOException {
        Principal stranger =
                new Principal.RoleSession(
                        Drafts.ACCOUNT, "/", "delivery", "AROA1", "firehose", List.of());
        assertThatThrownBy(() -> sink().putIfAbsent(new Drafts().by(stranger).of("secret", "x")))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("S3.AccessDenied");
                            assertThat(refusal.getMessage())
                                    .contains("is not authorized to perform: s3:PutObject")
                                    .contains("arn:aws:s3:::films/secret");
                        });
        assertThat(sink().putIfAbsent(new Drafts().again("secret", "mine")))
                .isInstanceOf(Outcome.Stored.class);
    }
}
