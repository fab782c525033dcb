package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// One seeded run of a cluster: some minutes of requests through all nodes, while these are killed,
/// frozen and told wrong things about who owns what, and broker, database and store lose and delay
/// what they are asked and what they answer. Then all is well again, and every record is accounted
/// for.
final class ClusterSimulation {
    private static final int NODES_MAX = 3;
    private static final int SENDERS = 3;
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration HEALING = Duration.ofMinutes(10);
    private static final int KEPT_BYTES_MAX = 20_000;
    private static final Duration STEP = Duration.ofSeconds(2);

    /// A process that is never killed: whoever is outside of the cluster.
    private final Strands.Program outside = new Strands.Program("outside");

    private final SplittableRandom random;
    private final Strands strands;
    private final Troubles troubles;
    private final SimulatedKafka kafka;
    private final SimulatedDatabase database;
    private final SimulatedStore store;
    private final SimulatedTransform transform;
    private final SimulatedGroup group = new SimulatedGroup();
    private final SimulatedNode.Shared shared;
    private final List<Account> accounts = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final boolean isOwnershipSound;
    private int started;
    private boolean isSending = true;

    ClusterSimulation(long seed, Flaw flaw) throws SQLException {
        random = new SplittableRandom(seed);
        strands = new Strands(random.split());
        troubles = new Troubles(random.split());
        kafka = new SimulatedKafka(strands, troubles, flaw);
        database = new SimulatedDatabase(troubles, flaw, List.of(KafkaLogSchema.SCHEMA));
        store = new SimulatedStore(troubles, flaw);
        transform = new SimulatedTransform(troubles);
        shared =
                new SimulatedNode.Shared(
                        strands, troubles, kafka, database, store, transform, group);
        isOwnershipSound = random.nextInt(3) == 0;
        int streams = 1 + random.nextInt(3);
        for (int i = 0; i < streams; i++) {
            String name = (random.nextInt(2) == 0 ? "processed" : "plain") + i;
            Optional<Duration> backup =
                    random.nextInt(3) == 0 ? Optional.of(interval()) : Optional.empty();
            accounts.add(new Account(SimulatedStreams.of(name, interval(), backup)));
        }
    }

    private Duration interval() {
        return Duration.ofSeconds(random.nextInt(15));
    }

    /// Returns a summary of what there was at the end, which is always the same for a seed.
    String run() throws SQLException {
        try {
            int count = 2 + random.nextInt(NODES_MAX - 1);
            for (int i = 0; i < count; i++) {
                start("node" + i);
            }
            accounts.forEach(this::assign);
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                strands.begin(outside, () -> send(number));
            }
            int steps = 30 + random.nextInt(40);
            for (int step = 0; step < steps; step++) {
                strands.run(STEP);
                happen();
            }
            isSending = false;
            heal();
            strands.run(HEALING);
            strands.begin(outside, this::sendMore);
            strands.run(HEALING);
            return checked();
        } finally {
            strands.end();
            database.close();
        }
    }

    private List<DeliveryStream> streams() {
        return accounts.stream().map(Account::stream).toList();
    }

    private void start(String name) {
        Duration skew = Duration.ofMillis(random.nextInt(4_000) - 2_000);
        nodes.add(new SimulatedNode(name, shared, skew, streams()));
        started++;
    }

    private void assign(Account account) {
        String log = account.stream().logId();
        int owner = random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (i == owner) {
                group.give(nodes.get(i).name(), log);
            } else if (isOwnershipSound || random.nextInt(3) != 0) {
                group.take(nodes.get(i).name(), log);
            }
        }
    }

    /// One thing, or some.
    private void happen() {
        kafka.change();
        try {
            database.change();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (random.nextInt(4) == 0) {
            store.arrive();
        }
        nodes.removeIf(node -> node.process().isDead());
        if (nodes.size() < 2 || nodes.size() < NODES_MAX && random.nextInt(3) == 0) {
            start("node" + started);
            accounts.forEach(this::assign);
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> troubles.change();
            case 3 -> any(accounts, this::assign);
            case 4 -> any(nodes, node -> node.calls().dieAfter(random.nextInt(60)));
            case 5, 6 ->
                    any(
                            nodes,
                            node ->
                                    node.calls()
                                            .freezeAfter(
                                                    random.nextInt(40),
                                                    Duration.ofMillis(random.nextInt(60_000))));
            case 7 -> any(nodes, node -> node.flush(random(accounts).stream()));
            case 8 -> group.take(random(nodes).name(), random(accounts).stream().logId());
            default -> group.give(random(nodes).name(), random(accounts).stream().logId());
        }
    }

    private <T> T random(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private <T> void any(List<T> some, Consumer<T> action) {
        action.accept(random(some));
    }

    private void heal() {
        troubles.end();
        kafka.calm();
        store.arrive();
        nodes.removeIf(node -> node.process().isDead());
        if (nodes.isEmpty()) {
            start("node" + started);
        }
        nodes.forEach(node -> node.calls().calm());
        for (Account account : accounts) {
            SimulatedNode owner = random(nodes);
            nodes.forEach(node -> group.take(node.name(), account.stream().logId()));
            group.give(owner.name(), account.stream().logId());
        }
    }

    /// Sends batches, and repeats what is not acknowledged, if it has a name, through any node.
    private void send(int sender) {
        SplittableRandom mine = random.split();
        int sequence = 0;
        while (isSending) {
            strands.rest(Duration.ofMillis(mine.nextInt(3_000)));
            Account account = accounts.get(mine.nextInt(accounts.size()));
            int number =
                    account.send(
                            1 + mine.nextInt(4),
                            mine.nextInt(40) == 0 ? 200_000 : mine.nextInt(400));
            Optional<RequestName> name =
                    switch (mine.nextInt(5)) {
                        case 0 -> Optional.empty();
                        case 1, 2 -> Optional.of(new ClientToken("sender" + sender, ++sequence));
                        default -> Optional.of(Invocation.of(sender + " calls " + number, false));
                    };
            deliverTo(account, number, name, mine);
        }
    }

    /// What all have is taken, delivered and given back when all is well.
    private void sendMore() {
        for (Account account : accounts) {
            for (int i = 0; i < 3; i++) {
                deliverTo(account, account.send(2, 400), Optional.empty(), random);
                strands.rest(Duration.ofSeconds(20));
            }
            assertThat(account.isAcknowledged()).isTrue();
        }
    }

    private void deliverTo(
            Account account, int number, Optional<RequestName> name, SplittableRandom mine) {
        RecordBatch batch = account.batch(number).named(name);
        int attempts = name.isEmpty() ? 1 : ATTEMPTS_MAX;
        List<SimulatedNode> waitedFor = new ArrayList<>();
        for (int attempt = 0; attempt < attempts; attempt++) {
            List<SimulatedNode> left =
                    nodes.stream()
                            .filter(node -> !waitedFor.contains(node))
                            .filter(node -> !node.process().isDead())
                            .toList();
            if (left.isEmpty()) {
                strands.rest(Duration.ofSeconds(1));
                continue;
            }
            SimulatedNode node = left.get(mine.nextInt(left.size()));
            SimulatedNode.Request request = node.put(account.stream(), batch);
            Instant end = strands.now().plusMillis(1_000 + mine.nextInt(45_000));
            while (request.answer().isEmpty()
                    && strands.now().isBefore(end)
                    && !node.process().isDead()) {
                strands.rest(Duration.ofMillis(50));
            }
            if (request.answer().orElse(false)) {
                account.acknowledged(number);
                if (mine.nextInt(8) != 0 || name.isEmpty()) {
                    return; // Otherwise it is as if the answer had been lost.
                }
            }
            if (request.answer().isEmpty()) {
                waitedFor.add(node);
            }
        }
    }

    private String checked() {
        for (Account account : accounts) {
            try {
                account.check(kafka, store, transform);
            } catch (AssertionError e) {
                throw new AssertionError(
                        e.getMessage()
                                + nodes.stream()
                                        .map(node -> "\n" + node.told(account.stream()))
                                        .toList(),
                        e);
            }
        }
        assertThat(store.faults()).as("of the store").isEmpty();
        StringBuilder summary = new StringBuilder();
        summary.append(strands.switches()).append(' ').append(started);
        for (Account account : accounts) {
            String log = account.stream().logId();
            summary.append(' ').append(account.stream().name());
            summary.append(' ').append(account.acknowledgedCount());
            summary.append(' ').append(kafka.everything("t." + log).size());
            long kept = kafka.keptBytes("t." + log);
            assertThat(kept).as("bytes that " + log + " keeps").isLessThan(KEPT_BYTES_MAX);
            summary.append(' ').append(kept);
            summary.append(' ').append(store.of(log).size());
        }
        return summary.toString();
    }
}
