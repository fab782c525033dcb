package io.hydrant.server.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of the console as it is sent. Its entity tag is made of its bytes, so that a browser asks
/// again and gets them again only when they have changed.
record Asset(byte[] bytes, String contentType, String etag) {
    private static final int ETAG_BYTES = 12;

    static Asset of(String name, byte[] bytes) {
        return new Asset(bytes, contentType(name), etag(bytes));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "csv" -> "text/csv; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
