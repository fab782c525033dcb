package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import java.util.function.Consumer;

/// Shows what a watch brings. Each method says whether to go on. Used by one thread.
public sealed interface WatchView extends AutoCloseable permits LiveWatch, PlainWatch, JsonWatch {
    /// How many streams it can show.
    int limit();

    /// @param keys takes what is pressed, from any thread
    default void open(Consumer<Key> keys) {}

    /// @param nanos when the answer came, by a clock that only goes forward
    boolean answered(ServerStatus answer, long nanos);

    /// There was no answer, for this reason. Another try follows.
    boolean failed(String reason);

    /// Nothing happened for a moment.
    default boolean looked() {
        return true;
    }

    default boolean pressed(Key key) {
        return key != Key.QUIT;
    }

    @Override
    default void close() {}
}
