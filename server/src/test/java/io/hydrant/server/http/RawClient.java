package io.hydrant.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A connection on which a test writes the very bytes it means.
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// Line ends in `text` become `\r\n`.
    public RawClient send(String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public RawClient sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return Optional.ofNullable(headers.get(name)).orElse("");
        }
    }

    /// An answer with a body of the announced length.
    public Answer read() throws IOException {
        Answer head = readHead();
        int length = Integer.parseInt(head.headers().getOrDefault("Content-Length", "0"));
        byte[] body = in.readNBytes(length);
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /// An answer to HEAD.
    public Answer readHead() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String line;
        while (!(line = line()).isEmpty()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, "");
    }

    /// Whether the other side has closed and sent nothing more.
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("Closed after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
