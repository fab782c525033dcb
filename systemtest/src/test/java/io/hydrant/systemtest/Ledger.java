package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// What clients sent and what was acknowledged, and what is wrong with what came of it. Safe for
/// use from many threads.
final class Ledger {
    /// More faults than this say nothing new.
    private static final int FAULTS_MAX = 20;

    /// When a call may be carried out that got no answer.
    enum Unanswered {
        /// Before its client's next call: there is one server, and it was killed.
        BEFORE_THE_NEXT,
        /// At any time: a server that was frozen with it goes on when it is woken.
        AT_ANY_TIME
    }

    /// One client's calls, numbered from 0; each was one PutRecord or PutRecordBatch, in as many
    /// attempts as its SDK made of it.
    private static final class Calls {
        private final String stream;
        private final List<Integer> sizes = new ArrayList<>();
        private final BitSet acknowledged = new BitSet();

        Calls(String stream) {
            this.stream = stream;
        }

        int sizeOf(int call) {
            return call < sizes.size() ? sizes.get(call) : -1;
        }
    }

    private final Unanswered unanswered;
    private final Map<String, Calls> byClient = new LinkedHashMap<>();
    private final Set<String> recordIds = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int acknowledgedRecords;

    Ledger() {
        this(Unanswered.BEFORE_THE_NEXT);
    }

    Ledger(Unanswered unanswered) {
        this.unanswered = unanswered;
    }

    /// A client is about to make its next call.
    synchronized void sent(String stream, String client, int call, int size) {
        Calls calls = byClient.computeIfAbsent(client, name -> new Calls(stream));
        if (calls.sizes.size() != call) {
            throw new IllegalStateException(client + " makes call " + call + " out of turn");
        }
        calls.sizes.add(size);
    }

    /// A call was answered with these RecordIds.
    synchronized void acknowledged(String client, int call, List<String> ids) {
        Calls calls = Objects.requireNonNull(byClient.get(client), client);
        calls.acknowledged.set(call);
        acknowledgedRecords += ids.size();
        if (ids.size() != calls.sizeOf(call)) {
            fault(
                    "%s, call %d: %d ids for %d records",
                    client, call, ids.size(), calls.sizeOf(call));
        }
        for (String id : ids) {
            if (id.isBlank() || !recordIds.add(id)) {
                fault("%s, call %d: RecordId \"%s\" was given before", client, call, id);
            }
        }
    }

    /// A call was answered with an error, at last, which no crash explains.
    synchronized void refused(String client, int call, String reason) {
        fault("%s, call %d was refused: %s", client, call, reason);
    }

    /// Takes in what `sender.py` wrote.
    synchronized void read(String stream, String client, Path book) throws IOException {
        for (String entry : Files.readAllLines(book)) {
            String[] words = entry.split(" ");
            int call = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "sent" -> sent(stream, client, call, Integer.parseInt(words[2]));
                case "acknowledged" ->
                        acknowledged(client, call, List.of(words).subList(2, words.length));
                default -> refused(client, call, entry);
            }
        }
    }

    synchronized int acknowledgedRecords() {
        return acknowledgedRecords;
    }

    /// How many records of each client were acknowledged.
    synchronized Map<String, Integer> acknowledgedByClient() {
        Map<String, Integer> counts = new TreeMap<>();
        byClient.forEach((client, calls) ->
                counts.put(client, calls.acknowledged.stream().map(calls::sizeOf).sum()));
        return counts;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    private void fault(String format, Object... values) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(format.formatted(values));
        }
    }

    /// A walk through all that was delivered of one stream, in the order of its log. For one
    /// thread, after all clients have ended.
    final class Audit {
        private final String stream;
        private final Map<String, BitSet> delivered = new LinkedHashMap<>();
        private final Map<String, Integer> lastCalls = new LinkedHashMap<>();

        /// The first record of what must follow now, if a batch is not at its end.
        private Line before = new Line("", "", -1, 0, 1);

        Audit(String stream) {
            this.stream = stream;
        }

        /// The next line of the stream's objects.
        void next(String text) {
            Line line = Line.parse(text);
            Calls calls = byClient.get(line.client());
            if (!line.stream().equals(stream)
                    || calls == null
                    || calls.sizeOf(line.call()) != line.size()
                    || !line.text().equals(text)) {
                fault("%s holds what nobody sent to it: %.80s", stream, text);
                return;
            }
            if (line.index() == 0) {
                begin(line);
            } else if (!isNext(line)) {
                fault("%s: %s follows on %s", stream, line, before);
            }
            before = line;
        }

        private void begin(Line line) {
            endOfBatch();
            int last = lastCalls.getOrDefault(line.client(), -1);
            BitSet calls = delivered.computeIfAbsent(line.client(), name -> new BitSet());
            if (calls.get(line.call())) {
                fault("%s: twice, the last was call %d: %s", stream, last, line);
            } else if (line.call() < last && !mayComeLate(line)) {
                fault("%s: late, after call %d: %s", stream, last, line);
            }
            lastCalls.put(line.client(), Math.max(last, line.call()));
            calls.set(line.call());
        }

        private boolean mayComeLate(Line line) {
            return unanswered == Unanswered.AT_ANY_TIME
                    && !Objects.requireNonNull(byClient.get(line.client()))
                            .acknowledged
                            .get(line.call());
        }

        private boolean isNext(Line line) {
            return line.client().equals(before.client())
                    && line.call() == before.call()
                    && line.index() == before.index() + 1;
        }

        private void endOfBatch() {
            if (before.index() + 1 != before.size()) {
                fault("%s: only a part of a batch, up to %s", stream, before);
            }
        }

        /// All has been walked through.
        void end() {
            endOfBatch();
            byClient.forEach((client, calls) -> {
                if (calls.stream.equals(stream)) {
                    BitSet lost = (BitSet) calls.acknowledged.clone();
                    lost.andNot(delivered.getOrDefault(client, new BitSet()));
                    lost.stream().forEach(call -> fault("lost: %s, call %d", client, call));
                }
            });
        }
    }
}
