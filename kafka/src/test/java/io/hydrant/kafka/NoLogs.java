package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.StreamLogs;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a test has before it has logs.
final class NoLogs implements StreamLogs {
    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("No logs are open");
    }

    @Override
    public StreamLog log(String id) {
        throw none();
    }

    @Override
    public long append(String id, RecordBatch batch) {
        throw none();
    }

    @Override
    public RecordBatch sealed(String id, RecordBatch batch) {
        throw none();
    }

    @Override
    public void sortOut(Set<String> known, Set<String> doomed) {
        throw none();
    }

    @Override
    public void delete(String id) {
        throw none();
    }

    @Override
    public Optional<LogDamagedException> damage(String id) {
        throw none();
    }

    @Override
    public void expectEnd(String id, long position) {
        throw none();
    }

    @Override
    public Map<String, Long> ends() {
        throw none();
    }

    @Override
    public Optional<Long> storedRecords(String id) {
        throw none();
    }

    @Override
    public Optional<String> refusal(String id) {
        throw none();
    }

    @Override
    public void close() {}
}
