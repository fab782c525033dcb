package io.hydrant.server.http.body;

import io.hydrant.core.memory.Workroom;

/// Room in memory for what is made of long AWS Query bodies: the text, its parts, the parts
/// decoded, and the answer. Short ones need none. Safe for use from many threads.
public final class QueryRoom {
    /// How much is made of a body, in its lengths.
    private static final long LENGTHS = 6;

    private final Workroom room;

    private QueryRoom(Workroom room) {
        this.room = room;
    }

    /// An eighth of the heap.
    public static QueryRoom ofThisProcess() {
        return new QueryRoom(Workroom.of(Runtime.getRuntime().maxMemory() / 8));
    }

    /// Room for one body; one that takes more than there is has all of it.
    ///
    /// @throws NoRoomException when there is none in time
    public Workroom.Place enter(int bodyBytes) throws NoRoomException {
        long bytes = bodyBytes <= BodyBudget.SMALL_MAX_BYTES ? 0 : LENGTHS * bodyBytes;
        return room.enter(bytes).orElseThrow(() -> new NoRoomException(bodyBytes));
    }
}
