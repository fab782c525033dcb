package io.hydrant.server;

import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.delivery.DeliverySettings;
import io.hydrant.core.stream.StreamSettings;
import io.hydrant.kafka.KafkaSettings;
import io.hydrant.s3.RemoteS3Settings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// How a server is set up. `port` 0 takes any free one. `names` are those by which clients call
/// this host, beside what is found out: its certificate has them. Without a `masterKey` it is in a
/// folder of the server's own, made with its first use, where no other server shares the catalog.
public record ServerSettings(
        InetAddress address,
        int port,
        Path data,
        String region,
        String account,
        Auth auth,
        Tls tls,
        Optional<RootCredentials> rootCredentials,
        DeliverySettings delivery,
        StreamSettings streams,
        Set<String> names,
        FunctionSettings functions,
        MetricSettings metrics,
        Optional<RemoteS3Settings> remoteS3,
        Optional<KafkaSettings> kafka,
        Optional<DatabaseSettings> database,
        Optional<MasterKeySource> masterKey) {
    /// The region that ARNs name when nothing else is said.
    public static final String REGION = "us-east-1";

    /// The account that ARNs name when nothing else is said.
    public static final String ACCOUNT = "000000000000";

    public ServerSettings {
        names = Set.copyOf(names);
    }

    /// On this machine alone, on any free port, without TLS, and otherwise what a server is when
    /// nothing else is said.
    public static ServerSettings local(Path data) {
        return local(data, 0, Auth.IAM, new Tls.Off());
    }

    /// On this machine alone, and otherwise what a server is when nothing else is said.
    public static ServerSettings local(Path data, int port, Auth auth, Tls tls) {
        return new ServerSettings(
                InetAddress.getLoopbackAddress(),
                port,
                data,
                REGION,
                ACCOUNT,
                auth,
                tls,
                Optional.empty(),
                DeliverySettings.DEFAULT,
                StreamSettings.DEFAULT,
                Set.of(),
                FunctionSettings.NONE,
                MetricSettings.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Whether nothing that a stream needs is on this server's own disk, so that others may serve
    /// and deliver the same streams: the log is in Kafka, the catalog in PostgreSQL, and the
    /// objects in another S3.
    public boolean isShared() {
        return kafka.isPresent() && database.isPresent() && remoteS3.isPresent();
    }

    /// Where the master key is. Those that share a catalog must be given one.
    MasterKeySource masterKey(DataFolder folder) {
        return masterKey.orElseGet(() ->
                database.isPresent()
                        ? new MasterKeySource.Nowhere()
                        : new MasterKeySource.OwnFolder(folder.keys()));
    }

    /// In this region instead.
    public ServerSettings inRegion(String other) {
        return new ServerSettings(
                address,
                port,
                data,
                other,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                metrics,
                remoteS3,
                kafka,
                database,
                masterKey);
    }

    /// With these settings of streams instead.
    public ServerSettings with(StreamSettings others) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                others,
                names,
                functions,
                metrics,
                remoteS3,
                kafka,
                database,
                masterKey);
    }

    /// With these functions instead.
    public ServerSettings with(FunctionSettings others) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                others,
                metrics,
                remoteS3,
                kafka,
                database,
                masterKey);
    }

    /// With these metrics instead.
    public ServerSettings with(MetricSettings others) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                others,
                remoteS3,
                kafka,
                database,
                masterKey);
    }

    /// With this S3 beside the embedded store.
    public ServerSettings with(RemoteS3Settings others) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                metrics,
                Optional.of(others),
                kafka,
                database,
                masterKey);
    }

    /// With the records in this Kafka instead.
    public ServerSettings with(KafkaSettings other) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                metrics,
                remoteS3,
                Optional.of(other),
                database,
                masterKey);
    }

    /// With its catalog in this database instead.
    public ServerSettings with(DatabaseSettings other) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                metrics,
                remoteS3,
                kafka,
                Optional.of(other),
                masterKey);
    }

    /// With this root key instead of one of its own.
    public ServerSettings with(RootCredentials other) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                Optional.of(other),
                delivery,
                streams,
                names,
                functions,
                metrics,
                remoteS3,
                kafka,
                database,
                masterKey);
    }

    /// With the master key from there instead.
    public ServerSettings with(MasterKeySource other) {
        return new ServerSettings(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                streams,
                names,
                functions,
                metrics,
                remoteS3,
                kafka,
                database,
                Optional.of(other));
    }

    public enum Auth {
        IAM,
        /// Every caller is root. Only on loopback.
        NONE
    }

    /// How the listener speaks TLS.
    public sealed interface Tls {
        record Off() implements Tls {}

        /// A certificate of our own making, kept in the data directory.
        record SelfSigned() implements Tls {}

        /// PEM files: the certificate chain and its private key (PKCS#8).
        record Files(Path certificate, Path key) implements Tls {}
    }
}
