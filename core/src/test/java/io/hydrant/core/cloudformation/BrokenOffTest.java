package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.cloudformation.provision.Provisioner;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operation that is broken off, by a bug or by a database that fails, ends in a true status all
/// the same, at once, without a restart.
class BrokenOffTest {
    private static final String TEMPLATE =
            """
            Parameters: {V: {Type: String, Default: a}}
            Resources:
              One: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'one-${V}'}}
              Two: {Type: AWS::S3::Bucket, DependsOn: One, Properties: {BucketName: two, Tags: [{Key: v, Value: !Ref V}]}}
            """;

    /// Chance that throws once, at the n-th time that it is asked from now on.
    private static final class Buggy extends Random {
        private static final long serialVersionUID = 1L;
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private transient Supplier<Throwable> bug = IllegalStateException::new;

        Buggy() {
            super(1);
        }

        void throwAt(int call, Supplier<Throwable> thrown) {
            bug = thrown;
            left.set(call);
        }

        boolean hasThrown() {
            return left.get() <= 0;
        }

        @Override
        public long nextLong() {
            if (left != null && left.get() != Integer.MAX_VALUE && left.decrementAndGet() == 0) {
                switch (bug.get()) {
                    case RuntimeException unchecked -> throw unchecked;
                    case Error error -> throw error;
                    case Throwable other -> throw new IllegalStateException(other);
                }
            }
            return super.nextLong();
        }
    }

    private static final List<Supplier<Throwable>> BUGS =
            List.of(
                    () -> new IllegalStateException("a bug"),
                    () -> new StackOverflowError("a bug"),
                    () -> new OutOfMemoryError("a bug"));

    @TempDir Path directory;

    @Test
    void aBugAtAnyMomentOfACreationEndsIt() throws IOException {
        Buggy buggy = new Buggy();
        try (Cloud cloud = new Cloud(directory, buggy)) {
            boolean thrown = true;
            for (int call = 1; thrown; call++) {
                buggy.throwAt(call, BUGS.get(call % BUGS.size()));
                Optional<Stack> stack = begun(cloud, () -> cloud.create("S", TEMPLATE));
                thrown = buggy.hasThrown();
                buggy.throwAt(Integer.MAX_VALUE, IllegalStateException::new);
                if (stack.isPresent()) {
                    StackStatus status = stack.get().status();
                    if (status == StackStatus.CREATE_COMPLETE) {
                        assertThat(Inventory.of(cloud)).hasSize(2);
                    } else {
                        assertThat(status)
                                .isIn(StackStatus.ROLLBACK_COMPLETE, StackStatus.ROLLBACK_FAILED);
                        assertThat(cloud.story(stack.get().id()))
                                .anyMatch(event -> event.contains("a bug"));
                    }
                    cloud.delete("S");
                }
                assertThat(Inventory.of(cloud)).as("after a bug at call %d", call).isEmpty();
            }
        }
    }

    @Test
    void aBugAtAnyMomentOfAnUpdateEndsIt() throws IOException {
        Buggy buggy = new Buggy();
        try (Cloud cloud = new Cloud(directory, buggy)) {
            boolean thrown = true;
            for (int call = 1; thrown; call++) {
                cloud.create("S", TEMPLATE);
                Map<String, String> before = Inventory.of(cloud);
                buggy.throwAt(call, BUGS.get(call % BUGS.size()));
                Optional<Stack> stack = begun(cloud, () -> cloud.update("S", TEMPLATE, "V=b"));
                thrown = buggy.hasThrown();
                buggy.throwAt(Integer.MAX_VALUE, IllegalStateException::new);
                StackStatus status = stack.orElseThrow().status();
                assertThat(status)
                        .isIn(
                                StackStatus.CREATE_COMPLETE,
                                StackStatus.UPDATE_COMPLETE,
                                StackStatus.UPDATE_ROLLBACK_COMPLETE,
                                StackStatus.UPDATE_ROLLBACK_FAILED);
                if (status == StackStatus.UPDATE_ROLLBACK_COMPLETE) {
                    assertThat(Inventory.of(cloud).keySet()).containsAll(before.keySet());
                }
                for (int i = 0; i < 2; i++) { // a bug in the deletion's own way is past
                    if (cloud.cloudFormation.stacks().find("S").isPresent()) {
                        cloud.delete("S");
                    }
                }
                assertThat(Inventory.of(cloud)).as("after a bug at call %d", call).isEmpty();
            }
        }
    }

    /// The stack as it is once it is settled; the request itself may have met the bug.
    private static Optional<Stack> begun(Cloud cloud, Cloud.Request request) throws IOException {
        try {
            request.send();
        } catch (RuntimeException | Error bug) {
            if (bug instanceof AssertionError) {
                throw bug;
            }
        }
        Optional<Stack> stack = cloud.cloudFormation.stacks().find("S");
        return stack.isPresent() ? Optional.of(cloud.settled(stack.get().id())) : stack;
    }

    /// As with a full disk: nothing can be written down, not even that it failed.
    @Test
    void aDatabaseThatFailsForAWhileOnlyDelaysTheEnd() throws Exception {
        CountDownLatch failed = new CountDownLatch(2);
        Handler counting = counting(failed);
        Logger log = Logger.getLogger(Provisioner.class.getName());
        log.addHandler(counting);
        try (Cloud cloud = new Cloud(directory)) {
            execute(
                    cloud,
                    "CREATE TRIGGER full BEFORE INSERT ON stack_event"
                            + " WHEN json_extract(NEW.document, '$.logicalId') = 'Two'"
                            + " OR json_extract(NEW.document, '$.status') LIKE 'ROLLBACK%'"
                            + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
            String id =
                    cloud.cloudFormation
                            .operations()
                            .create(Cloud.request("S", TEMPLATE), Cloud.ROOT);
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            execute(cloud, "DROP TRIGGER full");
            assertThat(cloud.settled(id).status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
            assertThat(cloud.story(id)).anyMatch(event -> event.contains("disk is full"));
            assertThat(Inventory.of(cloud)).isEmpty();
        } finally {
            log.removeHandler(counting);
        }
    }

    private static Handler counting(CountDownLatch failures) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                failures.countDown();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static void execute(Cloud cloud, String sql) throws IOException {
        cloud.catalog.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
