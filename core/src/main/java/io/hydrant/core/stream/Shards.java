package io.hydrant.core.stream;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.RequestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Into which of a stream's shards the records of a request go. How many there are is said by a tag
/// when the stream is created, and never changes: a request that arrives again has to find its
/// shard. Safe for use from many threads.
final class Shards {
    /// The tag that says how many shards a stream has. An extension of Hydrant's.
    static final String TAG = "hydrant:shards";

    /// Each has a buffer of its own, and objects of its own.
    static final int MOST = 32;

    private final AtomicInteger next = new AtomicInteger();

    /// Of a request: a repeat goes where the first attempt went; those of one producer
    /// ([ClientToken]) go into one shard, in its order; any other goes anywhere.
    int of(int shards, Optional<RequestName> name) {
        return shards == 1 ? 0 : Math.floorMod(hash(name.orElse(null)), shards);
    }

    private int hash(@Nullable RequestName name) {
        return switch (name) {
            case null -> next.getAndIncrement();
            case ClientToken token -> token.producer().hashCode();
            case Invocation call -> Long.hashCode(call.high() ^ call.low());
        };
    }

    /// How many shards these tags ask for. Asked for every request: allocates nothing where they
    /// say nothing of shards.
    static int in(Collection<StreamTag> tags) {
        return found(tags).filter(Shards::isNumber).map(Integer::parseInt).orElse(1);
    }

    private static Optional<String> found(Collection<StreamTag> tags) {
        for (StreamTag tag : tags) {
            if (tag.key().equals(TAG)) {
                return Optional.of(tag.value().orElse(""));
            }
        }
        return Optional.empty();
    }

    /// Refuses what is no number of shards.
    static void check(Collection<StreamTag> tags) {
        Optional<String> wanted = found(tags);
        if (wanted.filter(text -> !isNumber(text)).isPresent()) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "The tag %s says how many shards a delivery stream has, from 1 to %d, but is \"%s\".",
                    TAG, MOST, wanted.get());
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("[1-9]\\d?") && Integer.parseInt(text) <= MOST;
    }

    /// Refuses to change how many shards a stream has.
    static void checkSame(List<StreamTag> before, List<StreamTag> after) {
        if (!found(before).equals(found(after))) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "The tag %s is set when a delivery stream is created, and cannot be changed or removed: create another delivery stream.",
                    TAG);
        }
    }
}
