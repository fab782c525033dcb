package io.hydrant.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.s3.StoreReach;
import io.hydrant.server.cluster.ClusterTables.Standing;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which nodes leave delivery to others, by what all of them say of the S3.
class StandingAsideTest {
    private static final String WORDS = "it cannot be reached: no route to host";

    @TempDir Path folder;
    private Database database;

    /// How far the clock of nodes has been put on; the database's goes on by itself.
    private final AtomicLong nanos = new AtomicLong();

    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        database =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"),
                        List.of(DeliveryStreamsSchema.SCHEMA, ClusterSchema.SCHEMA));
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    /// One node, which tells of itself as a server does.
    private final class Node {
        private final String id;
        private final StoreReach reach = new StoreReach(nanos::get);
        private final AtomicInteger probes = new AtomicInteger();
        private final List<Boolean> decisions = new ArrayList<>();
        private final StandingAside aside =
                new StandingAside(reach, probes::incrementAndGet, decisions::add);

        Node(String id) {
            this.id = id;
            nodes.add(this);
        }

        void tell() throws IOException {
            ClusterTables.Self self = new ClusterTables.Self(id, id, "", "1", Instant.EPOCH);
            database.writeBeside(connection -> {
                ClusterTables.renew(connection, self, new Standing(Duration.ZERO, aside::state), 0);
                return true;
            });
        }

        void round() throws IOException {
            aside.round(database, id, database.read(ClusterTables::nodes));
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /// All nodes tell, then all of them decide.
    private void rounds() throws IOException {
        for (Node node : nodes) {
            node.tell();
        }
        for (Node node : nodes) {
            node.round();
        }
    }

    @Test
    void whoAloneCannotUseTheS3LeavesDeliveryToOthersAndComesBack() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        one.reach.failed(WORDS);
        two.reach.reached();
        rounds();
        assertThat(one.decisions).as("a failure of a moment").isEmpty();
        pass(StandingAside.FAILING_MIN);
        one.reach.failed(WORDS);
        two.reach.reached();
        rounds();
        assertThat(one.decisions).containsExactly(true);
        assertThat(two.decisions).isEmpty();
        StoreState told = database.read(ClusterTables::nodes).getFirst().store();
        assertThat(told.standsAside()).isTrue();
        one.reach.reached();
        rounds();
        assertThat(one.decisions).as("it has only just come back").containsExactly(true);
        pass(StandingAside.CALM_MIN);
        one.reach.reached();
        rounds();
        assertThat(one.decisions).containsExactly(true, false);
    }

    @Test
    void itComesBackLaterEachTimeSoThatStreamsDoNotGoToAndFro() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        for (Duration calm = StandingAside.CALM_MIN;
                calm.compareTo(StandingAside.CALM_MAX) < 0;
                calm = calm.multipliedBy(2)) {
            one.decisions.clear();
            one.reach.failed(WORDS);
            pass(StandingAside.FAILING_MIN);
            two.reach.reached();
            rounds();
            assertThat(one.decisions).containsExactly(true);
            one.reach.failed(WORDS);
            pass(calm.minusSeconds(1));
            one.reach.reached();
            rounds();
            assertThat(one.decisions).as("before %s are over", calm).containsExactly(true);
            pass(Duration.ofSeconds(1));
            one.reach.reached();
            rounds();
            assertThat(one.decisions).containsExactly(true, false);
        }
    }

    @Test
    void whileNobodyCanUseItEverybodyStays() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        Node three = new Node("three");
        two.reach.reached();
        for (int i = 0; i < 10; i++) {
            nodes.forEach(node -> node.reach.failed(WORDS));
            pass(Duration.ofSeconds(7));
            rounds();
        }
        assertThat(List.of(one.decisions, two.decisions, three.decisions)).allMatch(List::isEmpty);
    }

    @Test
    void twoNeverStandAsideForEachOther() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        one.reach.failed(WORDS);
        pass(StandingAside.FAILING_MIN);
        two.reach.reached();
        rounds();
        assertThat(one.decisions).containsExactly(true);
        two.reach.failed(WORDS);
        one.reach.reached();
        pass(StandingAside.FAILING_MIN);
        one.reach.failed(WORDS);
        one.reach.reached();
        rounds();
        assertThat(two.decisions).as("the other does not deliver yet").isEmpty();
        pass(StandingAside.CALM_MIN);
        one.reach.reached();
        rounds();
        assertThat(one.decisions).containsExactly(true, false);
        rounds();
        assertThat(two.decisions).containsExactly(true);
    }

    @Test
    void whoIsLeftAloneDeliversWhateverTheS3Says() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        one.reach.failed(WORDS);
        pass(StandingAside.FAILING_MIN);
        two.reach.reached();
        rounds();
        database.writeBeside(connection -> {
            ClusterTables.leave(connection, "two");
            return true;
        });
        one.tell();
        one.round();
        assertThat(one.decisions).containsExactly(true, false);
    }

    @Test
    void theS3IsAskedByAllWhenOneHasTroubleAndElseByNobody() throws IOException {
        Node one = new Node("one");
        Node two = new Node("two");
        rounds();
        rounds();
        assertThat(one.probes).hasValue(0);
        assertThat(two.probes).hasValue(0);
        one.reach.failed(WORDS);
        rounds();
        Wait.seconds(10).until("both ask", () -> one.probes.get() > 0 && two.probes.get() > 0);
        assertThat(Optional.of(WORDS))
                .isEqualTo(one.reach.failing().map(StoreReach.Failing::words));
    }
}
