package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A Kafka that would not keep what it is given is refused at a start, with what to do.
@Timeout(120)
class RefusedKafkaTest {
    @Test
    void oneBrokerIsTooFewUnlessThatIsWanted() throws IOException {
        KafkaSettings wanted = Brokers.settings();
        KafkaSettings strict =
                new KafkaSettings(wanted.brokers(), Map.of(), wanted.topicPrefix(), false);
        assertThatThrownBy(() -> StartCheck.check(strict))
                .hasMessageContaining("Kafka has 1 broker")
                .hasMessageContaining("--kafka-allow-unreplicated");
        StartCheck.check(wanted);
        StartCheck.check(wanted); // also when its topic is there
    }

    /// Another server that starts at the same moment has read what it wrote itself, and removed
    /// both.
    @Test
    void whatAnotherStartHasRemovedWasShown() throws IOException {
        KafkaSettings settings = Brokers.settings();
        ClientSettings clients = new ClientSettings(settings);
        StartCheck.check(settings);
        try (Topics topics = new Topics(settings, clients);
                Appender appender = new Appender(clients);
                Readers readers = new Readers(clients, 1024)) {
            String topic = topics.nameOf(StartCheck.NAME);
            long message = appender.append(topic, null, new byte[] {1});
            topics.trim(Map.of(topic, message + 1));
            StartCheck.read(readers, topic, message);
            assertThatThrownBy(() -> StartCheck.read(readers, topic, message + 1000))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyAnswers() {
        assertThatThrownBy(() ->
                        StartCheck.check(
                                new KafkaSettings("127.0.0.1:1", Map.of(), "nobody.", true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No Kafka broker answers at 127.0.0.1:1");
    }

    @Test
    void aTopicThatForgetsOrRefusesWhatIsLargeIsNoLog() throws Exception {
        KafkaSettings settings = Brokers.settings();
        try (Admin admin = Admin.create(new ClientSettings(settings).forAdmin())) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(
                                            settings.topicPrefix() + StartCheck.NAME,
                                            1,
                                            (short) 1)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> StartCheck.check(settings))
                .hasMessageContaining("retention.ms is 604800000 and must be -1")
                .hasMessageContaining("max.message.bytes is 1048588 and must be 33554432")
                .hasMessageContaining("kafka-configs.sh");
    }

    @Test
    void settingsOnWhichPromisesRestAreNotForOthers() {
        for (String name :
                List.of(
                        "acks",
                        "enable.idempotence",
                        "delivery.timeout.ms",
                        "max.in.flight.requests.per.connection",
                        "auto.offset.reset",
                        "interceptor.classes",
                        "bootstrap.servers",
                        "transactional.id")) {
            assertThat(KafkaConfig.refused(Map.of(name, "1", "ssl.protocol", "TLSv1.3")))
                    .contains(name);
        }
        String text =
                """
                # how we connect
                security.protocol=SASL_SSL
                sasl.mechanism = SCRAM-SHA-512
                """;
        assertThat(KafkaConfig.refused(KafkaConfig.read(text))).isEmpty();
        assertThat(KafkaConfig.read(text)).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }
}
