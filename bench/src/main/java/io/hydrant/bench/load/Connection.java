package io.hydrant.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One kept connection with at most one request under way. For one thread.
final class Connection implements AutoCloseable {
    private static final int READ_BYTES = 256 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private final ServerAnswer answer = new ServerAnswer();
    private ByteBuffer request = ByteBuffer.allocate(0);
    private long dueAt;

    private Connection(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.key = channel.register(selector, 0, this);
    }

    static Connection to(InetSocketAddress address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return new Connection(channel, selector);
    }

    /// @param bytes of the request; its position moves
    /// @param due when it should have been sent, of the clock of [System#nanoTime]
    void send(ByteBuffer bytes, long due) throws IOException {
        request = bytes;
        dueAt = due;
        write();
    }

    private void write() throws IOException {
        channel.write(request);
        key.interestOps(
                request.hasRemaining()
                        ? SelectionKey.OP_WRITE | SelectionKey.OP_READ
                        : SelectionKey.OP_READ);
    }

    /// Goes on as far as the network lets it; true when the answer is whole.
    boolean progress() throws IOException {
        if (request.hasRemaining()) {
            write();
        }
        int count = channel.read(incoming);
        if (count < 0) {
            throw new IOException("The server closed a connection; it says: " + answer.text());
        }
        incoming.flip();
        boolean whole = answer.take(incoming);
        incoming.clear();
        if (whole) {
            key.interestOps(0);
        }
        return whole;
    }

    ServerAnswer answer() {
        return answer;
    }

    long dueAt() {
        return dueAt;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
