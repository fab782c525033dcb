package io.hydrant.core.transform.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// One request to a function, as Firehose makes it:
///
///     {"invocationId":"…","deliveryStreamArn":"…","region":"…","records":[
///       {"recordId":"…","approximateArrivalTimestamp":1495072949453,"data":"SGVsbG8="},…]}
///
/// What it will have of bytes is known before it is written, so that it is written once, into an
/// array that fits.
final class LambdaEvent {
    private static final byte[] RECORD_ID = ascii("{\"recordId\":\"");
    private static final byte[] ARRIVAL = ascii("\",\"approximateArrivalTimestamp\":");
    private static final byte[] DATA = ascii(",\"data\":\"");
    private static final byte[] RECORD_END = ascii("\"}");
    private static final byte[] END = ascii("]}");
    private static final int RECORD_FRAME =
            RECORD_ID.length + ARRIVAL.length + DATA.length + RECORD_END.length;

    private final byte[] head;
    private final Base64.Encoder base64 = Base64.getEncoder();
    private byte[] json = new byte[0];
    private int length;
    private byte[] scratch = new byte[0];

    private LambdaEvent(byte[] head) {
        this.head = head;
    }

    /// How many bytes an event without records has.
    static int emptyLength(String streamArn) {
        return head(streamArn, new UUID(0, 0)).length + END.length;
    }

    /// How many bytes a record adds to an event, a comma before it included.
    static long lengthOf(LambdaProcessor.Input input) {
        return 1L
                + RECORD_FRAME
                + input.recordId().length()
                + Long.toString(input.arrival().toEpochMilli()).length()
                + (input.data().length + 2L) / 3 * 4;
    }

    /// @param length the sum of what the methods above say
    static byte[] of(
            String streamArn, UUID invocation, List<LambdaProcessor.Input> inputs, long length) {
        LambdaEvent event = new LambdaEvent(head(streamArn, invocation));
        event.json = new byte[Math.toIntExact(length - 1)]; // the first record has no comma
        event.write(inputs);
        if (event.length != event.json.length) {
            throw new IllegalStateException(event.length + " bytes instead of " + length);
        }
        return event.json;
    }

    private static byte[] head(String streamArn, UUID invocation) {
        return ("{\"invocationId\":\""
                        + invocation
                        + "\",\"deliveryStreamArn\":\""
                        + streamArn
                        + "\",\"region\":\""
                        + streamArn.split(":", 5)[3]
                        + "\",\"records\":[")
                .getBytes(UTF_8);
    }

    private void write(List<LambdaProcessor.Input> inputs) {
        put(head, head.length);
        boolean first = true;
        for (LambdaProcessor.Input input : inputs) {
            if (!first) {
                json[length++] = ',';
            }
            first = false;
            put(RECORD_ID, RECORD_ID.length);
            putText(input.recordId());
            put(ARRIVAL, ARRIVAL.length);
            putText(Long.toString(input.arrival().toEpochMilli()));
            put(DATA, DATA.length);
            putBase64(input.data());
            put(RECORD_END, RECORD_END.length);
        }
        put(END, END.length);
    }

    private void putBase64(byte[] data) {
        int needed = (data.length + 2) / 3 * 4;
        if (scratch.length < needed) {
            scratch = new byte[2 * needed];
        }
        int count = base64.encode(data, scratch);
        put(scratch, count);
    }

    private void put(byte[] bytes, int count) {
        System.arraycopy(bytes, 0, json, length, count);
        length += count;
    }

    private void putText(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            json[length++] = (byte) ascii.charAt(i);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }
}
