package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The topics of a prefix are one catalog's.
class TopicsClaimTest {
    @TempDir Path first;
    @TempDir Path second;

    @Test
    void whoHasAnotherCatalogIsRefused() throws IOException {
        KafkaSettings settings = Brokers.settings();
        try (Machine machine = new Machine(first, settings);
                Machine other = new Machine(second, settings)) {
            machine.begin();
            assertThatThrownBy(other::begin)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("belong to another Hydrant")
                    .hasMessageContaining("--kafka-topics");
            machine.begin(); // another node, or another start
        }
    }

    @Test
    void anotherPrefixThanThatOfTheCatalogIsRefused() throws IOException {
        KafkaSettings settings = Brokers.settings();
        try (Machine machine = new Machine(first, settings)) {
            machine.begin();
        }
        try (Machine astray = new Machine(first, Brokers.settings())) {
            assertThatThrownBy(astray::begin)
                    .hasMessageContaining(settings.topicPrefix())
                    .hasMessageContaining("do not begin with");
        }
    }

    @Test
    void aKafkaThatDoesNotKnowTheCatalogIsRefused() throws IOException {
        KafkaSettings settings = Brokers.settings();
        try (Machine machine = new Machine(first, settings)) {
            LogTable table = new LogTable(machine.catalog());
            table.claim(TopicsClaim.NAME, UUID.randomUUID().toString());
            table.claimMade(TopicsClaim.NAME, settings.topicPrefix() + TopicsClaim.NAME);
            assertThatThrownBy(machine::begin).hasMessageContaining("names no catalog");
        }
    }

    @Test
    void aStartThatWasKilledInTheMiddleIsFinishedByTheNext() throws IOException {
        KafkaSettings settings = Brokers.settings();
        String id = UUID.randomUUID().toString();
        try (Machine machine = new Machine(first, settings);
                Machine other = new Machine(second, settings)) {
            new LogTable(machine.catalog()).claim(TopicsClaim.NAME, id); // and not in Kafka
            machine.begin();
            assertThatThrownBy(other::begin).hasMessageContaining(id);
        }
    }
}
