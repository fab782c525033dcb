package io.hydrant.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// The server that is measured. `pid` is its process, when it runs on this machine: without it
/// there are no figures of CPU, memory and disk.
public record MeasuredServer(
        URI endpoint,
        String region,
        String accessKeyId,
        String secretAccessKey,
        Optional<ServerProcess> process) {

    public InetSocketAddress address() {
        int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
        return new InetSocketAddress(endpoint.getHost(), port);
    }

    String host() {
        return endpoint.getAuthority();
    }
}
