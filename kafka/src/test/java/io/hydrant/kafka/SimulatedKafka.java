package io.hydrant.kafka;

import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.UncertainAppendException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brokers in memory, with what goes wrong between them and with them. Of each topic one broker is
/// the leader. What it is given is acknowledged and shown once others have it; when it dies before,
/// a part of what they do not have is lost. A producer repeats what is not answered, which is there
/// once for all that; when it has given up, its message may arrive all the same, later.
final class SimulatedKafka {
    private static final Duration PRODUCER_PATIENCE = Duration.ofSeconds(30);
    private static final int RETRY_MILLIS = 3_000;
    private static final int FROST_MILLIS = 60_000;
    private static final Duration FETCH = Duration.ofMillis(500);
    private static final int MESSAGES_MAX = 8;

    /// A message on its way, or where it is.
    static final class Sent {
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private long number = -1;

        Sent(byte @Nullable [] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }
    }

    /// A topic: all that its leader ever had and did not lose.
    private static final class Topic {
        private final String id;
        private final List<Sent> messages = new ArrayList<>();
        private final List<Sent> late = new ArrayList<>();
        private long first;

        /// What comes before is on enough brokers.
        private long safe;

        /// There is no leader before.
        private Instant led = Instant.MIN;

        private long trimmedLate;

        Topic(String id) {
            this.id = id;
        }

        void append(Sent message) {
            if (message.number < 0) {
                message.number = messages.size();
                messages.add(message);
            }
        }

        /// The leader dies, and with it what it alone had, or a part of it.
        void elect(int kept) {
            while (messages.size() > safe + kept) {
                messages.removeLast().number = -1;
            }
        }

        void trim(long before) {
            first = Math.max(first, Math.min(before, safe));
        }
    }

    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final List<Strands.Strand> waiting = new ArrayList<>();
    private final Strands strands;
    private final Troubles troubles;
    private final Flaw flaw;
    private int ids;

    SimulatedKafka(Strands strands, Troubles troubles, Flaw flaw) {
        this.strands = strands;
        this.troubles = troubles;
        this.flaw = flaw;
    }

    /// What happens without being asked for: leaders die, and what was on its way arrives.
    void change() {
        for (Topic topic : topics.values()) {
            if (troubles.strikes(troubles.leaderDeaths)) {
                elect(topic);
            }
            if (troubles.strikes(0.3)) {
                arrive(topic);
            }
        }
    }

    private void elect(Topic topic) {
        int unsafe = (int) (topic.messages.size() - topic.safe);
        topic.elect(troubles.random().nextInt(unsafe + 1));
        topic.led = strands.now().plus(troubles.upTo(12_000));
        replicate(topic); // The next leader has nothing that others lack for long.
    }

    private void arrive(Topic topic) {
        topic.late.forEach(topic::append);
        topic.late.clear();
        replicate(topic);
        topic.trim(topic.trimmedLate);
    }

    /// All is well, and everything has arrived.
    void calm() {
        for (Topic topic : topics.values()) {
            topic.led = Instant.MIN;
            arrive(topic);
        }
    }

    private void replicate(Topic topic) {
        topic.safe = topic.messages.size();
        waiting.forEach(Strands.Strand::wake);
        waiting.clear();
    }

    /// All messages that were ever safe in a topic, whether they are there or not.
    List<Message> everything(String topic) {
        Topic found = topics.get(topic);
        if (found == null) {
            return List.of();
        }
        List<Message> all = new ArrayList<>();
        for (Sent each : found.messages.subList(0, (int) found.safe)) {
            all.add(new Message(each.number, each.key, each.value));
        }
        return all;
    }

    /// How many bytes the messages have that a topic still has.
    long keptBytes(String topic) {
        Topic found = topics.get(topic);
        long bytes = 0;
        if (found != null) {
            for (Sent each : found.messages.subList((int) found.first, (int) found.safe)) {
                bytes += each.value == null ? 0 : each.value.length;
            }
        }
        return bytes;
    }

    /// The brokers as one process sees them.
    Broker of(Calls calls) {
        return new View(calls);
    }

    private final class View implements Broker {
        private final Calls calls;

        View(Calls calls) {
            this.calls = calls;
        }

        private void ask(String what) throws IOException {
            calls.pass();
            troubles.maybeFail(troubles.adminFailures, "No broker answers: " + what);
        }

        private void answered(String what) throws IOException {
            calls.pass();
            troubles.maybeFail(troubles.adminFailures, "The answer is lost: " + what);
        }

        private Topic there(String name) throws IOException {
            Topic topic = topics.get(name);
            if (topic == null) {
                throw new IOException("There is no topic " + name);
            }
            return topic;
        }

        @Override
        public String nameOf(String log) {
            return "t." + log;
        }

        @Override
        public Set<String> stored() throws IOException {
            ask("list");
            Set<String> logs = new TreeSet<>();
            topics.keySet().forEach(name -> logs.add(name.substring(2)));
            answered("list");
            return logs;
        }

        @Override
        public Optional<String> idOf(String topic) throws IOException {
            ask("describe");
            Optional<String> id = Optional.ofNullable(topics.get(topic)).map(found -> found.id);
            answered("describe");
            return id;
        }

        @Override
        public Optional<String> awaitedIdOf(String topic) throws IOException {
            return idOf(topic);
        }

        @Override
        public void make(String topic) throws IOException {
            ask("make");
            topics.computeIfAbsent(topic, name -> new Topic("id-" + ids++));
            answered("make");
        }

        @Override
        public void checkKept(String topic) throws IOException {
            ask("check");
        }

        @Override
        public void delete(String topic) throws IOException {
            ask("delete");
            topics.remove(topic);
            answered("delete");
        }

        @Override
        public long firstMessage(String topic) throws IOException {
            ask("first");
            long first = there(topic).first;
            answered("first");
            return first;
        }

        @Override
        public long nextMessage(String topic) throws IOException {
            ask("next");
            long next = there(topic).safe;
            answered("next");
            return next;
        }

        @Override
        public void trim(Map<String, Long> firstKept) throws IOException {
            ask("trim");
            for (Map.Entry<String, Long> each : firstKept.entrySet()) {
                Topic topic = there(each.getKey());
                long before = each.getValue() + (flaw == Flaw.TRIMMED_TOO_FAR ? MESSAGES_MAX : 0);
                topic.trimmedLate = Math.max(topic.trimmedLate, before);
                if (!troubles.strikes(troubles.brokerLateness)) {
                    topic.trim(before);
                } else {
                    throw new IOException("No answer in time: trim");
                }
            }
            answered("trim");
        }

        @Override
        public long append(String topic, byte @Nullable [] key, byte @Nullable [] value)
                throws IOException {
            Topic at = there(topic);
            Sent message = flawed(key, value);
            if (key != null && value != null && troubles.strikes(troubles.frosts)) {
                calls.freezeAfter(0, troubles.upTo(FROST_MILLIS));
            }
            Instant end = strands.now().plus(PRODUCER_PATIENCE);
            boolean isOver = false;
            try {
                while (strands.now().isBefore(end)) {
                    calls.pass();
                    if (isAcknowledged(at, message)) {
                        isOver = true;
                        return message.number;
                    }
                    calls.rest(troubles.upTo(RETRY_MILLIS));
                }
            } finally {
                if (!isOver && troubles.strikes(0.5)) {
                    at.late.add(message);
                }
            }
            throw new UncertainAppendException(
                    "No broker answers: append", new IOException("no answer in time"));
        }

        private boolean isAcknowledged(Topic at, Sent message) {
            boolean isLed = !strands.now().isBefore(at.led);
            if (!isLed || troubles.strikes(troubles.brokerLosses)) {
                return false;
            }
            at.append(message);
            if (flaw == Flaw.ACKNOWLEDGED_BY_ONE) {
                return true;
            }
            calls.pass();
            if (!troubles.strikes(troubles.brokerLateness) && !strands.now().isBefore(at.led)) {
                replicate(at);
            }
            calls.pass();
            return message.number >= 0
                    && message.number < at.safe
                    && !troubles.strikes(troubles.brokerLosses);
        }

        private Sent flawed(byte @Nullable [] key, byte @Nullable [] value) {
            if (flaw == Flaw.REPEATS_COUNTED && key == null && value != null) {
                LooseFrame frame = LooseFrame.read(value).orElseThrow();
                return new Sent(null, LooseFrame.of(unnamed(frame), frame.arrival()).bytes());
            }
            if (flaw == Flaw.STALE_READERS_COUNTED && key != null && value != null) {
                byte[] any = ByteBuffer.allocate(Long.BYTES).putLong(Long.MAX_VALUE).array();
                return new Sent(any, value);
            }
            return new Sent(key, value);
        }

        @Override
        public Cursor read(String topic, long from, Fetch fetch) {
            return new Cursor() {
                private long next = from;

                @Override
                public List<Message> next() throws IOException {
                    calls.pass();
                    troubles.maybeFail(troubles.brokerLosses / 4, "No broker answers: fetch");
                    List<Message> found = fetched(topic, next);
                    if (found.isEmpty()) {
                        calls.rest(FETCH);
                    } else {
                        next = found.getLast().number() + 1;
                    }
                    return found;
                }

                @Override
                public void close() {}
            };
        }

        private List<Message> fetched(String name, long from) throws IOException {
            Topic topic = there(name);
            if (from < topic.first) {
                throw new MessagesGoneException(
                        Set.of(name), new IOException(from + " is before " + topic.first));
            }
            List<Message> found = new ArrayList<>();
            if (strands.now().isBefore(topic.led)) {
                return found;
            }
            int most = 1 + troubles.random().nextInt(MESSAGES_MAX);
            for (long at = from; at < topic.safe && found.size() < most; at++) {
                Sent message = topic.messages.get((int) at);
                found.add(new Message(at, message.key, message.value));
            }
            return found;
        }

        @Override
        public Follower follower() {
            return new Follower() {
                private final Map<String, Long> places = new HashMap<>();

                @Override
                public void follow(Set<String> names) {
                    places.keySet().retainAll(names);
                }

                @Override
                public void goTo(String topic, long message) {
                    places.put(topic, message);
                }

                @Override
                public Map<String, List<Message>> next() throws IOException {
                    calls.pass();
                    troubles.maybeFail(troubles.brokerLosses / 4, "No broker answers: follow");
                    Map<String, List<Message>> found = new LinkedHashMap<>();
                    Set<String> gone = new TreeSet<>();
                    for (Map.Entry<String, Long> place : new TreeMap<>(places).entrySet()) {
                        String topic = place.getKey();
                        try {
                            List<Message> some = fetched(topic, place.getValue());
                            if (!some.isEmpty()) {
                                found.put(topic, some);
                                places.put(topic, some.getLast().number() + 1);
                            }
                        } catch (MessagesGoneException e) {
                            gone.add(topic);
                        }
                    }
                    if (found.isEmpty() && !gone.isEmpty()) {
                        throw new MessagesGoneException(gone, new IOException("out of range"));
                    }
                    if (found.isEmpty()) {
                        waiting.add(strands.current());
                        calls.rest(FETCH.multipliedBy(20));
                    }
                    return found;
                }

                @Override
                public void wakeUp() {
                    // It looks again soon.
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    private static RecordBatch unnamed(LooseFrame frame) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer lengths = frame.lengths(0, frame.recordCount());
        ByteBuffer payloads = frame.payloads(0, frame.payloadBytes());
        while (lengths.hasRemaining()) {
            byte[] record = new byte[lengths.getInt()];
            payloads.get(record);
            records.add(record);
        }
        return RecordBatch.of(records);
    }
}
