package io.hydrant.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Whether a broker answers. It connects when it is first asked. For one thread at a time.
public final class KafkaReach implements AutoCloseable {
    /// Whoever wants to know asks again in a few seconds.
    private static final int PATIENCE_MILLIS = 1_500;

    private final KafkaSettings settings;
    private volatile @Nullable Admin admin;

    public KafkaReach(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Why no broker can be asked; empty when one answers.
    public Optional<String> trouble() {
        try {
            int brokers =
                    client().describeCluster(
                                    new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                            .nodes()
                            .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .size();
            return brokers > 0 ? Optional.empty() : Optional.of("Kafka has no brokers");
        } catch (ExecutionException e) {
            return Optional.of(
                    "Kafka: " + KafkaTrouble.reason(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of("Kafka: no broker answers");
        } catch (KafkaException e) {
            return Optional.of("Kafka: " + KafkaTrouble.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Kafka: interrupted while it was asked");
        }
    }

    private Admin client() {
        Admin known = admin;
        if (known == null) {
            known = Admin.create(new ClientSettings(settings).forAdmin());
            admin = known;
        }
        return known;
    }

    @Override
    public void close() {
        Admin known = admin;
        if (known != null) {
            known.close(Duration.ofSeconds(1));
        }
    }
}
