package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLog;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several processes have one log: all append to it, and one reads it at a time.
@Timeout(120)
class SharedLogTest {
    private final String id = UUID.randomUUID().toString();
    @TempDir private Path folder = Path.of("set by JUnit");
    private @Nullable Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder, Brokers.settings());
    }

    @AfterEach
    void end() throws IOException {
        machine().close();
    }

    private Machine machine() {
        if (machine == null) {
            throw new IllegalStateException("Not begun");
        }
        return machine;
    }

    @Test
    void whoeverReadsCountsTheSame() throws Exception {
        Seed seed = Seed.of(SharedLogTest.class);
        KafkaLogs one = machine().begin();
        KafkaLogs another = machine().begin();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seed.value() + i);
                KafkaLogs through = i % 2 == 0 ? one : another;
                senders.add(threads.submit(() -> send(through, random)));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        StreamLog first = one.log(id);
        first.takeOver();
        StreamLog second = another.log(id);
        second.takeOver();
        assertThat(second.end()).as(seed.replay()).isEqualTo(first.end());
        assertThat(LogTexts.all(second)).as(seed.replay()).isEqualTo(LogTexts.all(first));
        StreamLog third = machine().begin().log(id);
        third.takeOver();
        assertThat(third.end()).as(seed.replay()).isEqualTo(first.end());
    }

    /// Of few names, so that many are sent by several.
    private Void send(KafkaLogs through, Random random) throws IOException {
        for (int i = 0; i < 50; i++) {
            int number = random.nextInt(40);
            String text = "record " + number;
            switch (random.nextInt(3)) {
                case 0 -> through.append(id, LogTexts.batch(text, "unnamed"));
                case 1 -> through.append(id, LogTexts.named(new ClientToken("p", number), text));
                default ->
                        through.append(id, LogTexts.named(new Invocation(number, 1, false), text));
            }
        }
        return null;
    }

    @Test
    void aRepeatThroughAnotherProcessCountsOnce() throws IOException {
        KafkaLogs one = machine().begin();
        KafkaLogs another = machine().begin();
        List<RequestName> names = List.of(new ClientToken("films", 1), new Invocation(1, 2, false));
        for (RequestName name : names) {
            one.append(id, LogTexts.named(name, "one", "two"));
            another.append(id, LogTexts.named(name, "one", "two"));
        }
        another.append(id, LogTexts.batch("last"));
        StreamLog log = one.log(id);
        log.takeOver();
        assertThat(LogTexts.all(log)).containsExactly("one", "two", "one", "two", "last");
        assertThat(LogTexts.from(log, new LogPoint(4, 12))).containsExactly("last");
    }

    /// It was acknowledged, so it is not dropped, though its sender broke a promise.
    @Test
    void aTokenThatIsUsedElsewhereForOtherRecordsLosesNone() throws IOException {
        ClientToken token = new ClientToken("films", 1);
        machine().begin().append(id, LogTexts.named(token, "one"));
        KafkaLogs another = machine().begin();
        another.append(id, LogTexts.named(token, "two"));
        StreamLog log = another.log(id);
        log.takeOver();
        assertThat(LogTexts.all(log)).containsExactly("one", "two");
    }

    @Test
    void whoWasReplacedKeepsNothing() throws IOException {
        StreamLog stale = machine().begin().log(id);
        StreamLog heir = machine().begin().log(id);
        long before = stale.takeOver().epoch();
        stale.checkpoint(before, "of the stale".getBytes(UTF_8));
        long epoch = heir.takeOver().epoch();
        assertThatThrownBy(() -> stale.checkpoint(before, "late".getBytes(UTF_8)))
                .isInstanceOf(EpochOverException.class);
        heir.checkpoint(epoch, "of the heir".getBytes(UTF_8));
        assertThat(stale.checkpoint().map(text -> new String(text, UTF_8))).contains("of the heir");
    }

    @Test
    void whatIsProcessedByOneThatWasReplacedDoesNotCount() throws IOException {
        String processed = ProcessedLog.idOf(id);
        StreamLog stale = machine().begin().log(processed);
        StreamLog heir = machine().begin().log(processed);
        stale.takeOver();
        stale.append(LogTexts.batch("of the stale"));
        heir.takeOver();
        assertThat(LogTexts.all(heir)).containsExactly("of the stale");
        assertThatThrownBy(() -> stale.append(LogTexts.batch("late")))
                .isInstanceOf(EpochOverException.class);
        heir.append(LogTexts.batch("of the heir"));
        assertThat(LogTexts.all(heir)).containsExactly("of the stale", "of the heir");
    }

    /// Its answer was lost, and it arrives when its writer has been replaced.
    @Test
    void whatArrivesBehindTheMarkOfAnHeirDoesNotCount() throws IOException {
        String processed = ProcessedLog.idOf(id);
        KafkaLog log = machine().begin().log(processed);
        long before = log.takeOver().epoch();
        log.append(LogTexts.batch("one"));
        StreamLog heir = machine().begin().log(processed);
        heir.takeOver();
        try (Appender late = new Appender(new ClientSettings(machine().settings()))) {
            late.append(
                    log.counted().topic(),
                    ByteBuffer.allocate(Long.BYTES).putLong(before).array(),
                    LooseFrame.of(LogTexts.batch("late"), Instant.EPOCH).bytes());
        }
        heir.append(LogTexts.batch("two"));
        assertThat(LogTexts.all(heir)).containsExactly("one", "two");
        StreamLog next = machine().begin().log(processed);
        next.takeOver();
        assertThat(LogTexts.all(next)).containsExactly("one", "two");
    }

    @Test
    void aTopicThatWasMadeAgainAcknowledgesNothing() throws IOException {
        KafkaLogs logs = machine().begin();
        for (int i = 0; i < 5; i++) {
            logs.append(id, LogTexts.batch("record " + i));
        }
        try (Topics topics = topics()) {
            String topic = topics.nameOf(id);
            topics.delete(List.of(topic));
            for (int tries = 0; topics.describe(topic).isPresent() && tries < 500; tries++) {
                Pauses.rest();
            }
            topics.make(topic);
        }
        assertThatThrownBy(() -> logs.append(id, LogTexts.batch("into another topic")))
                .isInstanceOf(IOException.class);
        KafkaLogs next = machine().begin();
        assertThatThrownBy(() -> next.append(id, LogTexts.batch("more")))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("the topic with the id");
        assertThatThrownBy(() -> next.log(id)).isInstanceOf(LogDamagedException.class);
    }

    @Test
    void aTopicThatSomebodyDeletedIsNamedSoonAndNotWaitedForAgain() throws IOException {
        KafkaLogs logs = machine().begin();
        logs.append(id, LogTexts.batch("record"));
        try (Topics topics = topics()) {
            topics.delete(List.of(topics.nameOf(id)));
            long began = System.nanoTime();
            assertThatThrownBy(() -> logs.append(id, LogTexts.batch("more")))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining(topics.nameOf(id))
                    .hasMessageContaining("somebody has deleted it");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(logs.refusal(id).orElse("")).contains(topics.nameOf(id));
            long again = System.nanoTime();
            assertThatThrownBy(() -> logs.append(id, LogTexts.batch("and more")))
                    .isInstanceOf(LogDamagedException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - again))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aLogOfWhichSomebodyElseRemovedRecordsStops() throws IOException {
        KafkaLogs logs = machine().begin();
        StreamLog log = logs.log(id);
        log.takeOver();
        for (int i = 0; i < 5; i++) {
            log.append(LogTexts.batch("record " + i));
        }
        LogTexts.await(log, 5);
        try (Topics topics = topics()) {
            topics.trim(Map.of(topics.nameOf(id), 3L));
        }
        assertThatThrownBy(() -> LogTexts.all(log)).isInstanceOf(LogDamagedException.class);
        assertThatThrownBy(() -> logs.append(id, LogTexts.batch("more")))
                .isInstanceOf(LogDamagedException.class);
        KafkaLogs next = machine().begin();
        assertThatThrownBy(() -> next.log(id))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("a beginning that the catalog knows");
    }

    private Topics topics() {
        return new Topics(machine().settings(), new ClientSettings(machine().settings()));
    }
}
