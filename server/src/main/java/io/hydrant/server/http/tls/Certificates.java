package io.hydrant.server.http.tls;

import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/// What gives each connection its TLS.
public interface Certificates extends Supplier<SSLSocketFactory> {
    /// Reads anew, at once, what somebody may have renewed. What cannot be used is logged, and the
    /// certificate before goes on being used.
    void readAgain();

    /// One that nobody renews while the server runs.
    static Certificates fixed(SSLSocketFactory factory) {
        return new Certificates() {
            @Override
            public SSLSocketFactory get() {
                return factory;
            }

            @Override
            public void readAgain() {}
        };
    }
}
