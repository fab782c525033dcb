package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Three nodes, three brokers, PostgreSQL and an S3 that others wrote in a storm: nodes are killed
/// and frozen, brokers, database and store killed, and what connects them is slow, silent, one-way
/// or cut. Every acknowledged record is in exactly one object, once, and in the order in which its
/// client sent it.
///
/// The build has a minute of it. `systemtest/storm` has as much as one likes: with
/// `hydrant.storm.minutes` there are rounds of at most five minutes, each with streams of its own.
class NodesStormTest {
    private static final Duration IN_THE_BUILD = Duration.ofSeconds(40);
    private static final Duration ROUND = Duration.ofMinutes(5);
    private static final int DEATHS_IN_THE_BUILD = 2;
    private static final int DEATHS_OF_A_ROUND = 6;

    /// On a machine that builds something else beside it. Alone, it is less than ten seconds.
    private static final Duration LONGEST_REST = Duration.ofSeconds(40);

    private final int minutes = Integer.getInteger("hydrant.storm.minutes", 0);

    @Test
    void everyAcknowledgedRecordIsInExactlyOneObject(@TempDir Path folder) throws Exception {
        if (!PostgresServer.isInstalled()) {
            Clients.skip("PostgreSQL is not on this machine");
        }
        Seed seed = Seed.of(NodesStormTest.class);
        Random random = seed.random();
        try (Cluster cluster = Cluster.start(folder, random)) {
            StormLog.say("all nodes are ready");
            try {
                weather(cluster, random);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(seed.replay() + "\n" + e + "\n" + cluster.report(), e);
            }
        }
    }

    private void weather(Cluster cluster, Random random) throws Exception {
        Storm storm = new Storm(cluster);
        Duration left = minutes == 0 ? IN_THE_BUILD : Duration.ofMinutes(minutes);
        for (int number = 1; left.isPositive(); number++) {
            Duration length = left.compareTo(ROUND) < 0 ? left : ROUND;
            round(cluster, storm, number, length, new Random(random.nextLong()));
            left = left.minus(length);
        }
    }

    private void round(Cluster cluster, Storm storm, int number, Duration length, Random random)
            throws Exception {
        try (StormRound round = new StormRound(cluster, number, random)) {
            Failover failover = new Failover(cluster, round);
            failover.measure(minutes == 0 ? DEATHS_IN_THE_BUILD : DEATHS_OF_A_ROUND);
            StormLog.say("%s", failover.told());
            assertThat(Duration.ofMillis(failover.longestMillis())).isLessThan(LONGEST_REST);
            storm.rage(Mishap.draw(random, length.toMillis()));
            StormLog.say("the storm is over: %s so far", storm.told());
            cluster.awaitReady();
            int objects = round.audit();
            StormLog.say(
                    "round %d: %,d records acknowledged, each in one of %,d objects, once; %,d"
                        + " calls in doubt",
                    number, round.acknowledged(), objects, round.unknown());
            assertThat(cluster.faults()).isEmpty();
            for (Node node : cluster.nodes().subList(0, 2)) {
                assertTellsOfAll(cluster, node, round.streams());
            }
        }
    }

    /// Of two nodes one at least is asked about streams that others deliver; `verify` was asked of
    /// any.
    private static void assertTellsOfAll(Cluster cluster, Node node, List<String> streams)
            throws IOException {
        List<JsonNode> nodes = documents(cluster.hydrant(node, "nodes", "--json"));
        assertThat(nodes).hasSize(Cluster.NODES).noneMatch(each -> each.path("gone").asBoolean());
        assertThat(nodes.stream().filter(each -> each.path("asked").asBoolean()))
                .extracting(each -> each.path("endpoint").asString())
                .containsExactly("http://127.0.0.1:" + node.port());
        assertThat(nodes.stream().mapToLong(each -> each.path("streams").asLong()).sum())
                .isGreaterThanOrEqualTo(streams.size());
        List<JsonNode> shown = documents(cluster.hydrant(node, "status", "--json"));
        assertThat(shown).extracting(each -> each.path("name").asString()).containsAll(streams);
        assertThat(shown)
                .filteredOn(each -> streams.contains(each.path("name").asString()))
                .as("a stream of any node: %s", shown)
                .allMatch(each -> !each.path("node").asString("").isEmpty())
                .allMatch(each -> each.path("backlog").path("records").asLong(-1) == 0);
    }

    private static List<JsonNode> documents(Program.Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output().lines().map(JsonMapper.shared()::readTree).toList();
    }
}
