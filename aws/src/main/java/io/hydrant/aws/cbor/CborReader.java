package io.hydrant.aws.cbor;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads one CBOR document into a tree: texts, numbers, truths, lists and maps, of definite or
/// indefinite length. What a tag says of a value is not kept: the number of a time stays a number.
/// A member that is null counts as absent.
public final class CborReader {
    /// Deeper than any request that a service knows, and far from the end of the stack.
    private static final int DEPTH_MAX = 64;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private final ByteBuffer in;

    private CborReader(byte[] document) {
        this.in = ByteBuffer.wrap(document);
    }

    /// @throws MalformedCborException when it is none, or something follows it
    public static JsonNode read(byte[] document) throws MalformedCborException {
        CborReader reader = new CborReader(document);
        try {
            JsonNode value = reader.value(0);
            if (reader.in.hasRemaining()) {
                throw new MalformedCborException("something follows the document");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new MalformedCborException("the document is cut off");
        }
    }

    private JsonNode value(int depth) throws MalformedCborException {
        if (depth > DEPTH_MAX) {
            throw new MalformedCborException("it is too deep");
        }
        int head = in.get() & 0xFF;
        int info = head & 0x1F;
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (head >> 5) {
            case UNSIGNED -> number(argument(info));
            case NEGATIVE -> negative(argument(info));
            case BYTES -> nodes.binaryNode(string(info, BYTES));
            case TEXT -> nodes.stringNode(new String(string(info, TEXT), StandardCharsets.UTF_8));
            case LIST -> list(info, depth);
            case MAP -> map(info, depth);
            case TAG -> {
                argument(info);
                yield value(depth + 1);
            }
            default -> simple(info);
        };
    }

    private static JsonNode number(long value) {
        return value >= 0
                ? JsonNodeFactory.instance.numberNode(value)
                : JsonNodeFactory.instance.numberNode(unsigned(value));
    }

    private static JsonNode negative(long value) {
        return value >= 0
                ? JsonNodeFactory.instance.numberNode(-1 - value)
                : JsonNodeFactory.instance.numberNode(
                        BigInteger.ONE.negate().subtract(unsigned(value)));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private long argument(int info) throws MalformedCborException {
        return switch (info) {
            case 24 -> in.get() & 0xFFL;
            case 25 -> in.getShort() & 0xFFFFL;
            case 26 -> in.getInt() & 0xFFFFFFFFL;
            case 27 -> in.getLong();
            default -> {
                if (info > 27) {
                    throw new MalformedCborException("it has an unknown length");
                }
                yield info;
            }
        };
    }

    /// Never more than there is.
    private int length(int info) throws MalformedCborException {
        long length = argument(info);
        if (length < 0 || length > in.remaining()) {
            throw new MalformedCborException("the document is cut off");
        }
        return (int) length;
    }

    private byte[] string(int info, int kind) throws MalformedCborException {
        if (info != INDEFINITE) {
            byte[] bytes = new byte[length(info)];
            in.get(bytes);
            return bytes;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!isAtBreak()) {
            int head = in.get() & 0xFF;
            if (head >> 5 != kind || (head & 0x1F) == INDEFINITE) {
                throw new MalformedCborException("a string has a part that is none");
            }
            all.writeBytes(string(head & 0x1F, kind));
        }
        return all.toByteArray();
    }

    private boolean isAtBreak() {
        boolean isBreak = (in.get(in.position()) & 0xFF) == BREAK;
        if (isBreak) {
            in.get();
        }
        return isBreak;
    }

    private ArrayNode list(int info, int depth) throws MalformedCborException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int left = info == INDEFINITE ? Integer.MAX_VALUE : length(info);
        while (info == INDEFINITE ? !isNextBreak() : left-- > 0) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private ObjectNode map(int info, int depth) throws MalformedCborException {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        int left = info == INDEFINITE ? Integer.MAX_VALUE : length(info);
        while (info == INDEFINITE ? !isNextBreak() : left-- > 0) {
            JsonNode key = value(depth + 1);
            JsonNode value = value(depth + 1);
            if (!key.isString()) {
                throw new MalformedCborException("a member's name is no text");
            }
            if (!value.isNull()) {
                map.set(key.stringValue(), value);
            }
        }
        return map;
    }

    private boolean isNextBreak() {
        if (!in.hasRemaining()) {
            throw new BufferUnderflowException();
        }
        return isAtBreak();
    }

    private JsonNode simple(int info) throws MalformedCborException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (info) {
            case 20 -> nodes.booleanNode(false);
            case 21 -> nodes.booleanNode(true);
            case 22, 23 -> nodes.nullNode();
            case 25 -> nodes.numberNode(Float.float16ToFloat(in.getShort()));
            case 26 -> nodes.numberNode(in.getFloat());
            case 27 -> nodes.numberNode(in.getDouble());
            default -> throw new MalformedCborException("it has an unknown value");
        };
    }
}
