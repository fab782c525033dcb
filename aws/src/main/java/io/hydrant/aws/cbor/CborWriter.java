package io.hydrant.aws.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/// Writes a tree as CBOR. An [Instant] in it is a time: tag 1 and the seconds since 1970.
public final class CborWriter {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TIME = 0xC1;
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int NULL = 0xF6;
    private static final int DOUBLE = 0xFB;
    private static final double MILLIS = 1000.0;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    public static byte[] bytes(JsonNode tree) {
        CborWriter writer = new CborWriter();
        writer.write(tree);
        return writer.out.toByteArray();
    }

    private void write(JsonNode node) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Instant time) {
            out.write(TIME);
            number(time.toEpochMilli() / MILLIS);
        } else if (node.isObject()) {
            head(MAP, node.size());
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                text(member.getKey());
                write(member.getValue());
            }
        } else if (node.isArray()) {
            head(LIST, node.size());
            node.forEach(this::write);
        } else if (node.isString()) {
            text(node.stringValue());
        } else if (node.isBoolean()) {
            out.write(node.booleanValue() ? TRUE : FALSE);
        } else if (node.isIntegralNumber() && node.canConvertToLong()) {
            integer(node.longValue());
        } else if (node.isNumber()) {
            number(node.doubleValue());
        } else {
            out.write(NULL);
        }
    }

    private void integer(long value) {
        if (value >= 0) {
            head(UNSIGNED, value);
        } else {
            head(NEGATIVE, -1 - value);
        }
    }

    private void number(double value) {
        out.write(DOUBLE);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private void head(int kind, long argument) {
        int high = kind << 5;
        if (argument < 24) {
            out.write(high | (int) argument);
        } else if (argument <= 0xFF) {
            out.write(high | 24);
            out.write((int) argument);
        } else if (argument <= 0xFFFF) {
            out.write(high | 25);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) argument).array());
        } else if (argument <= 0xFFFFFFFFL) {
            out.write(high | 26);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
        } else {
            out.write(high | 27);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
        }
    }
}
