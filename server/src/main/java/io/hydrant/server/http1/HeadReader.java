package io.hydrant.server.http1;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the head of a request (RFC 9112). Lines end with CR LF and nothing else, a header is one
/// line, and there is no space before its colon: what intermediaries read in two ways is refused.
///
/// A header's value is UTF-8, as AWS's clients sign it; bytes that are not are each a character.
final class HeadReader {
    /// A key of 1,024 bytes takes 3 KiB percent-encoded, a presigned URL with a session token some
    /// more.
    private static final int MAX_LINE_BYTES = 16 << 10;

    private static final int MAX_HEADERS_BYTES = 32 << 10;

    /// Empty lines before a request, which clients have been known to send.
    private static final int EMPTY_LINES_MAX = 4;

    private static final byte TLS_HANDSHAKE = 0x16;

    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://(?<authority>[^/?]+)", Pattern.CASE_INSENSITIVE);

    private final InputWindow window;

    HeadReader(InputWindow window) {
        this.window = window;
    }

    /// A head, and whether it was of HTTP/1.0.
    record Head(RequestHead head, boolean isOld) {}

    /// Called when its first byte is there.
    ///
    /// @throws BadRequestException when it is not a head
    /// @throws ClientGoneException when it ends within
    Head read() throws IOException {
        byte first = window.peek(0);
        if (first == TLS_HANDSHAKE) {
            throw new BadRequestException("This port speaks http, not https");
        }
        if (first != '\r' && !HeaderText.isTokenCharacter((char) (first & 0xFF))) {
            throw new BadRequestException("This is not HTTP");
        }
        int length = requestLine();
        int target = indexOf(' ', 0, length) + 1;
        int version = indexOf(' ', target, length) + 1;
        if (target < 2 || version < target + 2 || indexOf(' ', version, length) >= 0) {
            throw new BadRequestException("The request line is not METHOD TARGET HTTP/1.1");
        }
        String method = token(0, target - 1, "The method");
        String uri = target(target, version - 1);
        boolean isOld = isOld(window.text(version, length));
        window.skip(length + 2);
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        Headers headers = headers(authority(path), isOld);
        return new Head(new RequestHead(method, path(path), query, headers), isOld);
    }

    /// The length of the first line that is not empty.
    private int requestLine() throws IOException {
        for (int i = 0; i <= EMPTY_LINES_MAX; i++) {
            int length = line(MAX_LINE_BYTES, 414, "The request line is longer than 16 KiB");
            if (length > 0) {
                return length;
            }
            window.skip(2);
        }
        throw new BadRequestException("A request begins with its request line");
    }

    /// The length of a line without its end.
    private int line(int max, int status, String tooLong) throws IOException {
        int feed = window.lineLength(max, status, tooLong);
        if (feed == 0 || window.peek(feed - 1) != '\r') {
            throw new BadRequestException("A line of the head does not end with CR LF");
        }
        return feed - 1;
    }

    private static boolean isOld(String version) throws BadRequestException {
        if (version.equals("HTTP/1.1")) {
            return false;
        }
        if (version.equals("HTTP/1.0")) {
            return true;
        }
        throw version.matches("HTTP/\\d\\.\\d")
                ? new BadRequestException(505, "This server speaks HTTP/1.1 and HTTP/1.0")
                : new BadRequestException("The request line does not end with HTTP/1.1");
    }

    private String target(int from, int to) throws BadRequestException {
        for (int i = from; i < to; i++) {
            byte b = window.peek(i);
            if (b <= ' ' || b == 0x7F || b == '#') {
                throw new BadRequestException(
                        "The request target has a character that must be percent-encoded");
            }
        }
        return window.text(from, to);
    }

    /// A proxy may ask for the whole address, `GET http://host/path`.
    private static String path(String uri) {
        if (uri.startsWith("/") || uri.equals("*")) {
            return uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /// The host of a whole address; empty when only a path is asked for.
    private static String authority(String uri) throws BadRequestException {
        if (uri.startsWith("/") || uri.equals("*")) {
            return "";
        }
        Matcher absolute = ABSOLUTE.matcher(uri);
        if (!absolute.lookingAt()) {
            throw new BadRequestException(
                    uri.contains("://")
                            ? "The request target is no address of http"
                            : "The request target does not begin with /");
        }
        return absolute.group("authority");
    }

    /// The host of the target counts where there is one, and not that of the header (RFC 9112,
    /// 3.2.2).
    private Headers headers(String authority, boolean isOld) throws IOException {
        Map<String, List<String>> headers = headers();
        List<String> host = headers.getOrDefault("host", List.of());
        if (!authority.isEmpty() && (host.size() == 1 || host.isEmpty() && isOld)) {
            headers.put("host", List.of(authority));
        }
        return new Headers(headers);
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        int left = MAX_HEADERS_BYTES;
        while (true) {
            int length = line(left, 431, "The headers are longer than 32 KiB");
            if (length == 0) {
                window.skip(2);
                return headers;
            }
            int colon = indexOf(':', 0, length);
            if (colon < 0) {
                throw new BadRequestException("A header has no colon");
            }
            String name = token(0, colon, "The name of a header").toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, unseen -> new ArrayList<>(1))
                    .add(value(colon + 1, length, name));
            window.skip(length + 2);
            left -= Math.min(left, length + 2);
        }
    }

    private String value(int first, int end, String name) throws BadRequestException {
        int from = first;
        int to = end;
        while (from < to && isBlank(window.peek(from))) {
            from++;
        }
        while (to > from && isBlank(window.peek(to - 1))) {
            to--;
        }
        boolean isAscii = true;
        for (int i = from; i < to; i++) {
            byte b = window.peek(i);
            if (b < 0) {
                isAscii = false;
            } else if (b < ' ' && b != '\t' || b == 0x7F) {
                throw new BadRequestException("The header " + name + " has a control character");
            }
        }
        return isAscii ? window.text(from, to) : wide(from, to);
    }

    private String wide(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(window.copy(from, to)))
                    .toString();
        } catch (CharacterCodingException otherwise) {
            return window.text(from, to);
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private String token(int from, int to, String what) throws BadRequestException {
        for (int i = from; i < to; i++) {
            if (!HeaderText.isTokenCharacter((char) (window.peek(i) & 0xFF))) {
                throw new BadRequestException(what + " has a character that HTTP does not allow");
            }
        }
        if (from == to) {
            throw new BadRequestException(what + " is empty");
        }
        return window.text(from, to);
    }

    private int indexOf(char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (window.peek(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
