package io.hydrant.core.log;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Why logs refused what was to be appended to them last, by the logs' ids, for those who ask how a
/// stream is. What is appended again is forgotten here. Safe for use from many threads.
public final class LogRefusals {
    private final ConcurrentMap<String, String> byId = new ConcurrentHashMap<>();

    /// Appends to the log, and remembers why it could not.
    ///
    /// @throws IOException also for what is a mistake of ours
    /// @throws ClientTokenReusedException which is the caller's mistake, and not remembered
    public long append(String id, Append append) throws IOException {
        try {
            long first = append.carryOut();
            if (!byId.isEmpty()) {
                byId.remove(id);
            }
            return first;
        } catch (ClientTokenReusedException e) {
            throw e;
        } catch (IOException e) {
            byId.put(id, String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException | Error e) {
            String reason = "Appending failed: " + e;
            byId.put(id, reason);
            throw new IOException(reason, e);
        }
    }

    public Optional<String> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public void forget(String id) {
        byId.remove(id);
    }

    /// What appends.
    @FunctionalInterface
    public interface Append {
        /// @return the number of the first record
        long carryOut() throws IOException;
    }
}
