package io.hydrant.kafka;

import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.ProcessedLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// The nodes that share logs, as a group of Kafka's: it notices who is gone, and divides the logs
/// among those who are there. What it divides are the partitions of a topic in which nothing is
/// ever written, the *slots*; each log is in one of them, by its id. So neither a stream that is
/// created nor one that is deleted concerns the group.
///
/// A node that stops keeps its slots for [#SESSION], so that a restart moves nothing; when it is
/// gone for longer, they go to others. One that cannot reach the catalog could deliver nothing, and
/// gives its slots back at once; so does one that stands aside, since it has no use of the store
/// and others have. Safe for use from many threads.
public final class NodeGroup implements Ownership, AutoCloseable {
    /// After so long without a word a node is taken for dead: the shortest time that brokers take
    /// when nothing else is said (`group.min.session.timeout.ms`).
    static final Duration SESSION = Duration.ofSeconds(6);

    /// Which of a node's words are waited for.
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /// A node that has not heard of the catalog for so long gives its slots back. Longer than a
    /// database takes to answer when it is busy.
    static final Duration SILENCE_MAX = Duration.ofSeconds(4);

    /// What the topic of slots is called behind the prefix.
    static final String SLOTS = "slots";

    /// What the group is called behind the prefix.
    static final String GROUP = "nodes";

    /// Divides evenly by 2, 3, 4, 5 and 6.
    static final int SLOTS_AT_FIRST = 60;

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final Logger LOG = System.getLogger(NodeGroup.class.getName());

    private final ClientSettings clients;
    private final String group;
    private final String node;
    private final String slotsTopic;
    private final int slots;
    private final Supplier<Duration> silence;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Set<Integer> ours = Set.of();
    private volatile boolean standsAside;

    /// Why it is not in the group, if something is wrong.
    private volatile Optional<String> trouble = Optional.empty();

    /// Of the thread alone.
    private @Nullable Consumer<byte[], byte[]> member;

    /// Joins the group.
    ///
    /// @param node by which the group knows this node again, after a restart also
    /// @param silence how long ago it was last known what is in the catalog
    /// @throws IOException with what to do, when the slots cannot be made
    public static NodeGroup join(KafkaSettings settings, String node, Supplier<Duration> silence)
            throws IOException {
        ClientSettings clients = new ClientSettings(settings);
        try (Topics topics = new Topics(settings, clients)) {
            String topic = topics.nameOf(SLOTS);
            int slots = topics.slots(topic, SLOTS_AT_FIRST);
            NodeGroup group =
                    new NodeGroup(
                            clients, settings.topicPrefix() + GROUP, node, topic, slots, silence);
            group.thread.start();
            return group;
        }
    }

    private NodeGroup(
            ClientSettings clients,
            String group,
            String node,
            String slotsTopic,
            int slots,
            Supplier<Duration> silence) {
        this.clients = clients;
        this.group = group;
        this.node = node;
        this.slotsTopic = slotsTopic;
        this.slots = slots;
        this.silence = silence;
        this.thread = Thread.ofPlatform().daemon().name("kafka-group").unstarted(this::run);
    }

    @Override
    public boolean isOurs(String logId) {
        return ours.contains(slot(logId));
    }

    private int slot(String logId) {
        return Math.floorMod(ProcessedLog.streamsOwn(logId).hashCode(), slots);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// How many of the slots are this node's.
    public int owned() {
        return ours.size();
    }

    /// Leaves all slots to others, or takes its share again.
    public void standAside(boolean stands) {
        standsAside = stands;
    }

    /// How many slots there are.
    public int slots() {
        return slots;
    }

    /// Why this node has no slots, in words for people, when something is wrong.
    public Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try {
                turn();
            } catch (WakeupException e) {
                // Closing.
            } catch (InterruptException e) {
                Thread.interrupted();
            } catch (KafkaException e) {
                failed(words(e));
            } catch (RuntimeException | Error e) {
                failed("a bug: " + e);
            }
        }
        end(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    private void turn() {
        boolean knows = silence.get().compareTo(SILENCE_MAX) < 0;
        if (!knows || standsAside) {
            if (member != null) {
                if (!knows) {
                    LOG.log(
                            Level.WARNING,
                            "The catalog is out of reach: other nodes deliver what this one did");
                }
                end(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
            }
            rest(POLL);
            return;
        }
        Consumer<byte[], byte[]> known = member;
        if (known == null) {
            known = new KafkaConsumer<>(clients.forMember(group, node, SESSION, HEARTBEAT));
            member = known;
            known.subscribe(Set.of(slotsTopic), new Slots(known));
        }
        known.poll(POLL);
        trouble = Optional.empty();
    }

    /// What the group says. Nothing is ever read.
    private final class Slots implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> of;

        private Slots(Consumer<byte[], byte[]> of) {
            this.of = of;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            of.pause(of.assignment());
            Set<Integer> more = numbers(added);
            own(
                    Stream.concat(ours.stream(), more.stream())
                            .collect(Collectors.toUnmodifiableSet()));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            Set<Integer> less = numbers(gone);
            own(
                    ours.stream()
                            .filter(slot -> !less.contains(slot))
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private void own(Set<Integer> now) {
        if (now.equals(ours)) {
            return;
        }
        ours = now;
        LOG.log(
                Level.INFO,
                "This node delivers {0} of {1} parts of all streams",
                now.size(),
                slots);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "Nobody heard of other slots", e);
            }
        }
    }

    private static String words(KafkaException e) {
        return switch (e) {
            case FencedInstanceIdException other ->
                    "another server runs with the identity of this one's data directory. Give each node a --data directory of its own, not a copy";
            case AuthorizationException refused ->
                    KafkaTrouble.reason(e)
                            + ". Allow Read and Describe on the groups with the prefix of topics";
            default -> KafkaTrouble.reason(e);
        };
    }

    private void failed(String why) {
        String words = "This node cannot be in the group of nodes, and delivers nothing: " + why;
        if (trouble.filter(words::equals).isEmpty()) {
            LOG.log(Level.WARNING, words);
        }
        trouble = Optional.of(words);
        end(CloseOptions.GroupMembershipOperation.DEFAULT);
        rest(REST);
    }

    private void end(CloseOptions.GroupMembershipOperation how) {
        Consumer<byte[], byte[]> known = member;
        member = null;
        own(Set.of());
        if (known != null) {
            try {
                known.close(CloseOptions.timeout(LEAVING).withGroupMembershipOperation(how));
            } catch (KafkaException e) {
                LOG.log(Level.DEBUG, "A client of Kafka could not be closed", e);
            }
        }
    }

    private void rest(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    /// Keeps the slots in the group's eyes for a while: this node may come back.
    @Override
    public void close() {
        closed.countDown();
        Ending.await(thread);
    }
}
