package io.hydrant.producer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// The JSON body of PutRecord and PutRecordBatch. An instance is used by one request at a time, and
/// then by the next: its array stays.
final class PutBody {
    private static final byte[] BATCH = ascii(",\"Records\":[");
    private static final byte[] SINGLE = ascii(",\"Record\":");
    private static final byte[] DATA = ascii("{\"Data\":\"");
    private static final byte[] DATA_END = ascii("\"}");
    private static final byte[] BATCH_END = ascii("]}");
    private static final byte[] SINGLE_END = ascii("}");

    private final Base64.Encoder base64 = Base64.getEncoder();
    private final byte[] start;
    private byte[] bytes = new byte[64 * 1024];
    private byte[] encoded = new byte[1024];
    private int length;

    PutBody(String stream) {
        byte[] name = JsonMapper.shared().writeValueAsBytes(stream);
        this.start = ascii("{\"DeliveryStreamName\":" + new String(name, StandardCharsets.UTF_8));
    }

    void batchOf(List<? extends Outgoing> records) {
        length = 0;
        write(start);
        write(BATCH);
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                reserve(1);
                bytes[length++] = ',';
            }
            write(records.get(i));
        }
        write(BATCH_END);
    }

    void single(Outgoing one) {
        length = 0;
        write(start);
        write(SINGLE);
        write(one);
        write(SINGLE_END);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void write(Outgoing one) {
        write(DATA);
        byte[] data = one.data();
        int needed = (data.length + 2) / 3 * 4;
        if (encoded.length < needed) {
            encoded = new byte[needed];
        }
        write(encoded, base64.encode(data, encoded));
        write(DATA_END);
    }

    private void write(byte[] more) {
        write(more, more.length);
    }

    private void write(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
