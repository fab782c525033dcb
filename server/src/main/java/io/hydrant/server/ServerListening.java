package io.hydrant.server;

import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.meter.RequestMeter;
import io.hydrant.server.http.Listener;
import io.hydrant.server.http.ListenerSettings;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.tls.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Where a server answers, and how it is known there.
record ServerListening(ServerSettings settings) {
    ListenerSettings listener(DataFolder data, RequestMeter requests) {
        Tls tls =
                switch (settings.tls()) {
                    case ServerSettings.Tls.Off off -> new Tls.Off();
                    case ServerSettings.Tls.SelfSigned self ->
                            new Tls.SelfSigned(data.tls().resolve("hydrant.p12"), host().names());
                    case ServerSettings.Tls.Files files ->
                            new Tls.Files(files.certificate(), files.key());
                };
        return ListenerSettings.plain(settings.address(), settings.port(), settings.region())
                .withNames(settings.names())
                .with(requests, settings.metrics().slowRequest())
                .with(tls);
    }

    Authenticator authenticator(AccessKeys keys, InstantSource clock) {
        return switch (settings.auth()) {
            case IAM -> Authenticator.verifying(keys::find, clock, settings.region());
            case NONE -> Authenticator.trusting(new Principal.Root(settings.account()), clock);
        };
    }

    ListeningHost host() {
        return new ListeningHost(settings.address(), settings.names());
    }

    URI endpoint(Listener listener) {
        String scheme = settings.tls() instanceof ServerSettings.Tls.Off ? "http" : "https";
        return URI.create(scheme + "://" + host().inUri() + ":" + listener.port());
    }

    /// What whoever asks this server must trust, beside what everybody trusts.
    Optional<Path> certificate(DataFolder data) {
        return settings.tls() instanceof ServerSettings.Tls.SelfSigned
                ? Optional.of(data.certificate())
                : Optional.empty();
    }
}
