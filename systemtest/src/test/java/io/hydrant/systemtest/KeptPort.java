package io.hydrant.systemtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/// A port at which clients find a server again after each crash: below those that the kernel gives
/// to clients, so that none of them is in the way meanwhile.
final class KeptPort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;
    private static final int MOST_ATTEMPTS = 50;

    private KeptPort() {}

    static int find(Random random) throws IOException {
        IOException taken = new IOException("No free port");
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            int port = FIRST + random.nextInt(COUNT);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }
}
