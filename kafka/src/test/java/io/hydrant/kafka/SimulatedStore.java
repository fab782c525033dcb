package io.hydrant.kafka;

import io.hydrant.core.delivery.ObjectMetadata;
import io.hydrant.core.objectstore.ObjectSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A store in memory that several nodes share. Puts fail before they have their effect, lose their
/// answers, or have their effect later, when nobody waits anymore.
final class SimulatedStore {
    /// An object that was put.
    record Put(ObjectSink.Draft draft, byte[] bytes) {
        ObjectMetadata metadata() {
            return ObjectMetadata.read(draft.metadata()).orElseThrow();
        }
    }

    private final Map<String, Put> objects = new TreeMap<>();
    private final List<Put> late = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Troubles troubles;
    private final Flaw flaw;

    SimulatedStore(Troubles troubles, Flaw flaw) {
        this.troubles = troubles;
        this.flaw = flaw;
    }

    /// What was on its way arrives.
    void arrive() {
        late.forEach(this::putIfAbsent);
        late.clear();
    }

    /// Whether it was there.
    private boolean putIfAbsent(Put put) {
        Put there = objects.get(put.draft().key());
        if (there != null && !Arrays.equals(there.bytes(), put.bytes())) {
            faults.add("put again with other bytes: " + put.draft().key());
        }
        if (there != null && flaw == Flaw.PUTS_UNCONDITIONAL) {
            faults.add("stored twice: " + put.draft().key());
        }
        objects.putIfAbsent(put.draft().key(), put);
        return there != null && flaw != Flaw.PUTS_UNCONDITIONAL;
    }

    /// What should never have been asked for or done.
    List<String> faults() {
        return faults;
    }

    /// The objects of a log, by their first records.
    List<Put> of(String log) {
        return objects.values().stream()
                .filter(put -> put.metadata().log().equals(log))
                .sorted(Comparator.comparingLong(put -> put.metadata().firstPosition()))
                .toList();
    }

    /// The store as one process sees it.
    ObjectSink of(Calls calls) {
        return draft -> {
            calls.pass();
            troubles.maybeFail(troubles.storeRefusals, "503 SlowDown");
            byte[] bytes;
            try (InputStream body = draft.body().open()) {
                bytes = body.readAllBytes();
            }
            if (bytes.length != draft.body().length()) {
                throw new IllegalStateException("Another length than was told");
            }
            calls.passSlowly();
            Put put = new Put(draft, bytes);
            if (troubles.strikes(troubles.storeLateness)) {
                late.add(put);
                calls.passSlowly();
                throw new IOException("No answer in time");
            }
            Put there = objects.get(draft.key());
            boolean wasThere = putIfAbsent(put);
            calls.passSlowly();
            troubles.maybeFail(troubles.storeLosses, "The connection was lost");
            return wasThere && there != null
                    ? new ObjectSink.Outcome.AlreadyThere(
                            there.bytes().length, "", shown(there.draft().metadata()))
                    : new ObjectSink.Outcome.Stored("");
        };
    }

    private Map<String, String> shown(Map<String, String> metadata) {
        if (flaw != Flaw.OBJECTS_UNKNOWN) {
            return metadata;
        }
        Map<String, String> other = new TreeMap<>(metadata);
        other.put("hydrant-log", "of somebody else");
        return other;
    }
}
