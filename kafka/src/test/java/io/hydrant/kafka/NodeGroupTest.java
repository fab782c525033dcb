package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who delivers what, among nodes that come, go, and lose sight of the catalog.
@Timeout(120)
class NodeGroupTest {
    private static final Duration KNOWS = Duration.ZERO;

    private final List<NodeGroup> joined = new ArrayList<>();
    private final Map<String, Duration> silences = new ConcurrentHashMap<>();
    private final List<String> logs =
            IntStream.range(0, 300)
                    .mapToObj(i -> UUID.randomUUID().toString().replace("-", ""))
                    .toList();
    private KafkaSettings settings;

    @BeforeEach
    void connect() throws IOException {
        settings = Brokers.settings();
    }

    @AfterEach
    void leave() {
        joined.forEach(NodeGroup::close);
    }

    @Test
    void everyLogIsOfOneNodeAndNodesShareThem() throws IOException {
        NodeGroup one = join("one");
        awaitOwned(one, 60);
        assertThat(logs).allMatch(one::isOurs);
        NodeGroup two = join("two");
        awaitOwned(one, 30);
        awaitOwned(two, 30);
        NodeGroup three = join("three");
        awaitOwned(three, 20);
        awaitOwned(one, 20);
        awaitOwned(two, 20);
        assertThat(logs)
                .allMatch(log ->
                        List.of(one, two, three).stream().filter(node -> node.isOurs(log)).count()
                                == 1);
    }

    @Test
    void aRestartMovesNothingAndWhoStaysAwayIsReplaced() throws IOException {
        NodeGroup one = join("one");
        awaitOwned(one, 60);
        NodeGroup two = join("two");
        awaitOwned(two, 30);
        awaitOwned(one, 30);
        AtomicInteger changes = new AtomicInteger();
        one.onChange(changes::incrementAndGet);
        List<String> before = logs.stream().filter(two::isOurs).toList();

        two.close();
        NodeGroup again = join("two");
        awaitOwned(again, 30);
        assertThat(logs.stream().filter(again::isOurs).toList()).isEqualTo(before);
        assertThat(changes).hasValue(0);

        again.close();
        long gone = System.nanoTime();
        awaitOwned(one, 60);
        assertThat(Duration.ofNanos(System.nanoTime() - gone)).isLessThan(Duration.ofSeconds(15));
        assertThat(changes.get()).isPositive();
    }

    @Test
    void whoDoesNotKnowTheCatalogGivesItsLogsToOthersAndComesBack() throws IOException {
        NodeGroup one = join("one");
        awaitOwned(one, 60);
        NodeGroup two = join("two");
        awaitOwned(two, 30);
        silences.put("two", NodeGroup.SILENCE_MAX);
        awaitOwned(two, 0);
        awaitOwned(one, 60);
        silences.put("two", KNOWS);
        awaitOwned(two, 30);
        awaitOwned(one, 30);
    }

    @Test
    void whoStandsAsideGivesItsLogsToOthersAndTakesItsShareAgain() throws IOException {
        NodeGroup one = join("one");
        awaitOwned(one, 60);
        NodeGroup two = join("two");
        awaitOwned(two, 30);
        two.standAside(true);
        awaitOwned(two, 0);
        awaitOwned(one, 60);
        two.standAside(false);
        awaitOwned(two, 30);
        awaitOwned(one, 30);
    }

    @Test
    void whatBelongsToALogGoesWithIt() throws IOException {
        NodeGroup one = join("one");
        awaitOwned(one, 60);
        NodeGroup two = join("two");
        awaitOwned(two, 30);
        assertThat(logs).allMatch(log -> two.isOurs(log + ".processed") == two.isOurs(log));
    }

    private NodeGroup join(String name) throws IOException {
        NodeGroup group = NodeGroup.join(settings, name, () -> silences.getOrDefault(name, KNOWS));
        joined.add(group);
        return group;
    }

    private static void awaitOwned(NodeGroup node, int slots) {
        Wait.seconds(40).until("it owns " + slots, node::owned, owned -> owned == slots);
    }
}
