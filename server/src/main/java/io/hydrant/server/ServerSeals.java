package io.hydrant.server;

import io.hydrant.aws.Arn;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.encryption.StreamSeals;
import io.hydrant.core.kms.KmsGrants;
import io.hydrant.core.log.FrameSealing;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.Encryptions;
import io.hydrant.core.stream.KeyTrouble;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.RoleCheck;
import io.hydrant.core.stream.TableCheck;
import io.hydrant.core.stream.WantedEncryption;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The keys of encrypted streams, which are there when they are first asked for: a server without
/// such streams loads nothing of it. Streams are known after this is, and before it is asked.
final class ServerSeals implements LogSeals, Encryptions {
    private final String region;
    private final KeyWrap master;
    private final ServerKeys keys;
    private final Meters meters;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile @Nullable DeliveryStreams streams;

    /// Guarded by this.
    private volatile @Nullable StreamSeals known;

    ServerSeals(
            String region,
            KeyWrap master,
            ServerKeys keys,
            Meters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.region = region;
        this.master = master;
        this.keys = keys;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
    }

    /// The streams of a server, which it has from now on.
    DeliveryStreams streams(
            Database catalog, RoleCheck roles, TableCheck tables, ServerSettings settings)
            throws IOException {
        DeliveryStreams all =
                new DeliveryStreams(
                        catalog,
                        roles,
                        tables,
                        this,
                        settings.region(),
                        settings.account(),
                        clock,
                        random,
                        settings.streams());
        streams = all;
        return all;
    }

    private StreamSeals seals() {
        StreamSeals seals = known;
        return seals == null ? made() : seals;
    }

    private synchronized StreamSeals made() {
        StreamSeals seals = known;
        if (seals == null) {
            seals =
                    new StreamSeals(
                            master,
                            new KmsGrants(keys::kms),
                            this::byLog,
                            region,
                            meters,
                            clock,
                            random);
            known = seals;
        }
        return seals;
    }

    private Optional<DeliveryStream> byLog(String logId) {
        DeliveryStreams all = streams;
        return all == null ? Optional.empty() : all.encryption().ofLog(logId);
    }

    @Override
    public FrameSealing sealing(String logId, boolean isSecret) throws IOException {
        return seals().sealing(logId, isSecret);
    }

    @Override
    public byte[] unwrap(String logId, byte[] wrapped) throws IOException {
        return seals().unwrap(logId, wrapped);
    }

    @Override
    public LogEncryption begin(WantedEncryption wanted, Arn stream, Optional<LogEncryption> before)
            throws IOException {
        return seals().begin(wanted, stream, before);
    }

    @Override
    public Optional<KeyTrouble> trouble(String logId) {
        return seals().trouble(logId);
    }
}
