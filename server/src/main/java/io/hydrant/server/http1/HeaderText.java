package io.hydrant.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes the head of an answer. What HTTP cannot carry is refused before anything is sent: a line
/// break in a value would end the header, and characters beyond ISO-8859-1 have no bytes.
final class HeaderText {
    private final StringBuilder text = new StringBuilder(512);

    HeaderText(int status) {
        text.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    }

    HeaderText add(Map<String, String> headers) {
        headers.forEach(this::add);
        return this;
    }

    HeaderText add(String name, String value) {
        if (!isToken(name) || !isSendable(value)) {
            throw new UnsendableHeaderException(name);
        }
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /// With the empty line that ends a head.
    byte[] bytes() {
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "-_.!#$%&'*+^`|~".indexOf(c) >= 0;
    }

    private static boolean isSendable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private static String reason(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Request Entity Too Large";
            case 414 -> "URI Too Long";
            case 416 -> "Requested Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
