package io.hydrant.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.hydrant.server.http.WindowReader.Piece;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// HTTP connections that take a large body from the kernel in large pieces: Helidon 4.5 asks for 8
/// KiB at a time, nine times for a full batch of small records. A connection that waits for its
/// next request holds no more memory than before. Safe for use from many threads.
final class RoomyReads implements ServerConnectionSelector {
    private static final int ROOMY_BYTES = 64 << 10;

    /// What Helidon reads at a time. A read that brings so much has left something behind.
    private static final int SMALL_BYTES = 8 << 10;

    private final ServerConnectionSelector http;

    RoomyReads(ServerConnectionSelector http) {
        this.http = http;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return http.connection(
                context.isSecure() ? context : new RoomyContext(context, reader(context)));
    }

    private static DataReader reader(ConnectionContext context) {
        return new WindowReader(new Pieces(context.serverSocket(), context.dataReader())::next);
    }

    /// The bytes of one connection. For the thread that reads it.
    private static final class Pieces {
        private final HelidonSocket socket;

        /// Holds what was read to learn which protocol the client speaks.
        private final DataReader begun;

        private boolean isMoreThere;

        Pieces(HelidonSocket socket, DataReader begun) {
            this.socket = socket;
            this.begun = begun;
        }

        /// What comes next; null at the end.
        @Nullable Piece next() {
            if (begun.available() > 0) {
                return piece(begun.readBuffer().readBytes());
            }
            try {
                return isMoreThere ? roomy() : piece(socket.get());
            } catch (UncheckedIOException e) {
                throw new ServerConnectionException("Failed to get data from socket", e);
            }
        }

        private @Nullable Piece piece(byte @Nullable [] bytes) {
            isMoreThere = bytes != null && bytes.length >= SMALL_BYTES;
            return bytes == null ? null : new Piece(bytes, bytes.length);
        }

        @SuppressWarnings("removal") // nothing else reads into an array that is there
        private @Nullable Piece roomy() {
            byte[] room = new byte[ROOMY_BYTES];
            int count = socket.read(BufferData.create(room).clear());
            isMoreThere = count == ROOMY_BYTES;
            return count < 0 ? null : new Piece(room, count);
        }
    }

    /// The context of a connection, with another reader.
    private record RoomyContext(ConnectionContext context, DataReader dataReader)
            implements ConnectionContext {

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return context.dataWriter();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
