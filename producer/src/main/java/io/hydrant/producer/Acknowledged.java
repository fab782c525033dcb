package io.hydrant.producer;

import java.util.List;

/// One request's records and the RecordIds that the stream gave them, in the same order.
///
/// @param retried how many entries were refused at first and sent again
/// @param possiblyTwice how many may be in the stream twice: an answer was lost, the records were
///   sent again, and the stream cannot tell repeats
/// @param repeatsAreHarmless whether the stream takes a request once however often it arrives
public record Acknowledged(
        List<Outgoing> records,
        List<String> recordIds,
        int retried,
        int possiblyTwice,
        boolean repeatsAreHarmless) {
    public long bytes() {
        long bytes = 0;
        for (Outgoing one : records) {
            bytes += one.data().length;
        }
        return bytes;
    }
}
