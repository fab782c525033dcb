package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.StreamLog;
import io.hydrant.testing.KafkaCluster;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three brokers, of which each is killed once while records come: the death of one holds them up,
/// and nothing that was acknowledged is lost or there twice.
@Tag("long")
@Timeout(300)
class KilledBrokerTest {
    private static final int SENDERS = 4;
    private final String id = UUID.randomUUID().toString();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    @Test
    void noBrokersDeathLosesOrRepeatsRecords(@TempDir Path folder) throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(folder.resolve("kafka"), 3)) {
            KafkaSettings settings =
                    new KafkaSettings(cluster.brokers(), Map.of(), "killed.", false);
            try (Machine machine = new Machine(folder, settings)) {
                KafkaLogs logs = machine.begin();
                StreamLog log = logs.log(id);
                log.takeOver();
                stormed(cluster, logs);
                StreamLog again = machine.begin().log(id);
                again.takeOver();
                List<String> all = LogTexts.all(again);
                assertThat(all).doesNotHaveDuplicates();
                assertThat(all).containsAll(acknowledged);
                LogTexts.await(log, all.size());
                assertThat(LogTexts.all(log)).isEqualTo(all);
            }
        }
    }

    private void stormed(KafkaCluster cluster, KafkaLogs logs) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                senders.add(threads.submit(() -> send(logs, number)));
            }
            for (int node = 1; node <= 3; node++) {
                awaitMore();
                cluster.kill(node);
                awaitMore();
                cluster.startAgain(node);
            }
            awaitMore();
            isOver.set(true);
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
    }

    /// Puts go on, whoever was killed.
    private void awaitMore() {
        int before = acknowledged.size();
        Wait.seconds(90)
                .until(
                        "records are acknowledged again",
                        acknowledged::size,
                        now -> now > before + 200);
    }

    /// As an SDK does: what is not answered is sent again under the same name.
    private void send(KafkaLogs logs, int sender) {
        for (int i = 0; !isOver.get(); i++) {
            String text = sender + " " + i;
            RecordBatch batch = LogTexts.named(new Invocation(sender, i, false), text);
            boolean isTaken = false;
            while (!isTaken) {
                try {
                    logs.append(id, batch);
                    isTaken = true;
                } catch (IOException e) {
                    refused.incrementAndGet(); // or not answered
                }
            }
            acknowledged.add(text);
        }
    }
}
