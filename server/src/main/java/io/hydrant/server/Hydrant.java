package io.hydrant.server;

import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.crypto.MasterKeys;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.delivery.StreamTransforms;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.errorlog.ErrorLog;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.kms.KmsDataKeys;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.RequestMeter;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.EmbeddedSink;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.LogEnds;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.RoleCheck;
import io.hydrant.server.cloudformation.CloudFormationOperations;
import io.hydrant.server.cluster.Cluster;
import io.hydrant.server.cluster.DatabaseClock;
import io.hydrant.server.cluster.Sight;
import io.hydrant.server.console.ConsolePage;
import io.hydrant.server.http.Listener;
import io.hydrant.server.http.protocol.HydrantPage;
import io.hydrant.server.http.protocol.ListenerServices;
import io.hydrant.server.http.protocol.OwnHosts;
import io.hydrant.server.http.protocol.QueryService;
import io.hydrant.server.iam.IamOperations;
import io.hydrant.server.monitoring.MonitoringOperations;
import io.hydrant.server.s3.OtherBuckets;
import io.hydrant.server.s3.S3Service;
import io.hydrant.server.sts.StsOperations;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A running server: the one class that puts the parts together.
///
/// Parts are opened from the disk upwards and closed in the opposite order: first the listener,
/// which lets requests in flight finish, then delivery, which lets puts in flight finish. Buffers
/// stay in the log.
public final class Hydrant implements AutoCloseable {
    private final ServerSettings settings;
    private final ServerCatalog where;
    private final ServerListening listening;
    private final Optional<Ownership> ownership;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator random = new SecureRandom();

    private final RequestMeter requests = new RequestMeter();

    /// Once it answers.
    private volatile @Nullable Listener running;

    /// Has the server say that it is not ready anymore.
    private volatile @Nullable Runnable leaving;

    /// What is open, the last first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final RootCredentials rootCredentials;
    private final Listener listener;
    private final URI endpoint;

    /// Starts a server and returns once it answers.
    ///
    /// @throws IOException with a message for people: the port is taken, the data directory is in
    ///   use …
    public static Hydrant start(ServerSettings settings) throws IOException {
        return new Hydrant(settings, Optional.empty());
    }

    /// @param ownership that somebody else decides
    static Hydrant start(ServerSettings settings, Ownership ownership) throws IOException {
        return new Hydrant(settings, Optional.of(ownership));
    }

    private Hydrant(ServerSettings settings, Optional<Ownership> ownership) throws IOException {
        this.settings = settings;
        this.where = new ServerCatalog(settings);
        this.listening = new ServerListening(settings);
        this.ownership = ownership;
        try {
            Disk disk = new RealDisk();
            DataDirectory data = opened(DataDirectory.lock(settings.data(), disk));
            OwnersOnly.mend(data.folder());
            CatalogElsewhere.check(data.folder(), disk, settings.database().isPresent());
            if (settings.database().isEmpty()) {
                data.checkWhole(disk);
            } else {
                data.checkWholeWithoutCatalog(disk);
            }
            this.rootCredentials = rootCredentials(data);
            this.listener = listen(data, disk);
            this.endpoint = listening.endpoint(listener);
            data.answersAt(endpoint);
        } catch (IOException | RuntimeException e) {
            open.stream()
                    .filter(Database.class::isInstance)
                    .map(Database.class::cast)
                    .forEach(Database::withdraw);
            close();
            throw e;
        }
    }

    private Listener listen(DataDirectory data, Disk disk) throws IOException {
        Meters meters = new Meters(System::nanoTime);
        Database catalog = opened(where.open(data, disk, rootCredentials));
        Optional<DatabaseClock> databaseClock = where.clock(catalog, clock);
        // Refused is a start without the key that others were wrapped by.
        KeyWrap masterKey =
                MasterKeys.open(catalog, settings.masterKey(data.folder()), disk, random);
        Iam iam = new Iam(catalog, settings.account(), clock, random);
        Authorizer authorizer = new Authorizer(iam);
        ServerKeys serverKeys = new ServerKeys(catalog, iam, authorizer, masterKey, clock, random);
        opened(serverKeys).begin(settings.region());
        Sts sts =
                new Sts(
                        iam,
                        authorizer,
                        settings.region(),
                        clock,
                        settings.auth() == ServerSettings.Auth.NONE);
        AccessKeys keys =
                new AccessKeys(
                        iam,
                        rootCredentials.accessKeyId(),
                        rootCredentials.secretAccessKey(),
                        clock);
        S3Store store =
                opened(
                        S3Store.open(
                                data.folder().objects(),
                                disk,
                                clock,
                                random,
                                settings.region(),
                                settings.account(),
                                masterKey,
                                () -> new KmsDataKeys(serverKeys.kms())));
        ServerObjects.refuseOwnBuckets(settings, store);
        ServerObjects.refuseAnotherStore(settings, catalog);
        if (catalog instanceof SqliteDatabase file) {
            store.meet(file);
        }
        iam.adoptTrustPolicies();
        new BucketPolicies(store.buckets(), iam).adopt();
        Optional<ServerObjects> elsewhere =
                settings.remoteS3().isPresent()
                        ? Optional.of(
                                opened(
                                        ServerObjects.open(
                                                settings.remoteS3().get(),
                                                store,
                                                authorizer,
                                                clock)))
                        : Optional.empty();
        RoleAssumer roles =
                elsewhere.isPresent()
                        ? elsewhere.get().roles(RoleAssumer.by(sts))
                        : RoleAssumer.by(sts);
        ServerFunctions functions =
                opened(
                        ServerFunctions.of(
                                settings,
                                listening.certificate(data.folder()),
                                sts,
                                authorizer,
                                clock,
                                random));
        DataCatalog glue =
                new DataCatalog(catalog, settings.region(), settings.account(), clock, random);
        StreamTables tables = ServerConversion.tables(glue, authorizer, sts, clock);
        ServerSeals seals =
                new ServerSeals(settings.region(), masterKey, serverKeys, meters, clock, random);
        DeliveryStreams streams = seals.streams(catalog, RoleCheck.by(roles), tables, settings);
        ServerFigures figures = new ServerFigures(settings, requests, clock);
        LogEvents logEvents = opened(figures.logEvents(data.folder(), disk, random));
        ServerLogs kept =
                opened(
                        ServerLogs.open(
                                settings,
                                data.folder(),
                                catalog,
                                disk,
                                clock,
                                random,
                                meters,
                                seals));
        StreamLogs logs = kept.all();
        if (!where.isShared()) {
            opened(LogEnds.follow(catalog, logs));
        }
        Ingest ingest = new Ingest(logs, meters, catalog::trouble);
        DeliveryEngine engine =
                opened(
                        new DeliveryEngine(
                                logs,
                                ownership.orElseGet(kept::ownership),
                                disk,
                                streams,
                                roles,
                                ServerObjects.sink(
                                        elsewhere, new EmbeddedSink(store, authorizer, clock)),
                                new StreamTransforms(
                                        new MeteredFunctions(functions, streams, meters),
                                        tables,
                                        Thread::sleep,
                                        meters,
                                        clock,
                                        random),
                                ServerConversion.converter(),
                                meters,
                                clock,
                                random,
                                settings.delivery()));
        ErrorLog errorLog =
                opened(
                        ErrorLog.begin(
                                meters,
                                streams,
                                roles,
                                authorizer,
                                logEvents,
                                clock,
                                settings.region()));
        if (elsewhere.isPresent()) {
            open.push(elsewhere.get()::endSoon); // before delivery is waited for
        }
        engine.start();
        MetricHistory history = opened(figures.history(data.folder(), meters, disk));
        Alarms alarms = figures.alarms(catalog, history, random);
        opened(figures.recorder(meters, history, streams, engine, logEvents, alarms));
        ParameterStore parameters = serverKeys.parameters();
        CloudFormation cloudFormation =
                opened(
                        new CloudFormation(
                                catalog,
                                iam,
                                store,
                                elsewhere.map(ServerObjects::buckets),
                                streams,
                                logEvents,
                                alarms,
                                glue,
                                serverKeys::kms,
                                parameters,
                                authorizer,
                                sts,
                                settings.region(),
                                settings.account(),
                                clock,
                                random,
                                Runtime.getRuntime().maxMemory() / 2));
        cloudFormation.takeUp();
        Sight sight = new Sight(engine, meters);
        Readiness readiness =
                opened(
                        new Readiness(
                                catalog,
                                settings.kafka(),
                                settings.auth() != ServerSettings.Auth.NONE,
                                () -> databaseClock.flatMap(DatabaseClock::trouble)));
        leaving = readiness::leave;
        Optional<Cluster> cluster =
                databaseClock.map(compared ->
                        opened(
                                new Cluster(
                                        catalog,
                                        CatalogDatabase.nodeName(data.folder()),
                                        settings.metrics().version(),
                                        streams,
                                        sight,
                                        clock,
                                        compared,
                                        elsewhere.map(
                                                other -> other.standingAside(kept::standAside)))));
        ListenerServices services =
                new ListenerServices(
                        new JsonServices(settings, authorizer, meters, clock)
                                .all(streams, ingest, logEvents, glue, parameters, serverKeys),
                        List.of(
                                QueryService.cloudFormation(
                                        CloudFormationOperations.all(cloudFormation)),
                                QueryService.iam(IamOperations.all(iam, keys, authorizer)),
                                QueryService.sts(StsOperations.all(sts))),
                        List.of(
                                MonitoringOperations.service(
                                        history, alarms, authorizer, settings.account(), clock)),
                        new S3Service(
                                store,
                                iam,
                                authorizer,
                                elsewhere.map(other ->
                                        new OtherBuckets(other.buckets(), settings.isShared()))),
                        pages(
                                figures.page(
                                        meters,
                                        streams,
                                        engine,
                                        authorizer,
                                        () ->
                                                cluster.map(nodes ->
                                                        new ServerNode(
                                                                        nodes, engine, catalog,
                                                                        readiness)
                                                                .figures()),
                                        () ->
                                                Optional.ofNullable(running)
                                                        .map(Listener::connections)
                                                        .orElse(0)),
                                new StatusPage(
                                        streams, sight, authorizer, clock, cluster, errorLog),
                                new ObjectsPage(settings.remoteS3().map(ObjectsPage::words), store),
                                new FlushPage(streams, engine, authorizer, cluster),
                                new ReadyPage(readiness),
                                new BackupPage(
                                        new ServerBackup(
                                                data.folder(),
                                                disk,
                                                catalog,
                                                store,
                                                streams,
                                                kept.inFolders(),
                                                engine,
                                                clock))));
        Listener listener =
                opened(
                        Listener.start(
                                listening.listener(data.folder(), requests),
                                services,
                                listening.authenticator(keys, clock),
                                clock));
        running = listener;
        if (cluster.isPresent()) {
            cluster.get().join(listening.endpoint(listener));
        }
        functions.begin(listening.endpoint(listener));
        return listener;
    }

    private List<HydrantPage> pages(HydrantPage... pages) {
        List<HydrantPage> all = new ArrayList<>(List.of(pages));
        all.addAll(ConsolePage.at(new OwnHosts(listening.host().names())));
        return all;
    }

    private RootCredentials rootCredentials(DataDirectory data) throws IOException {
        return settings.rootCredentials().isPresent()
                ? settings.rootCredentials().get()
                : CredentialsFile.readOrCreate(data.folder().credentials(), random);
    }

    /// Where it answers, for example `http://127.0.0.1:4566`.
    public URI endpoint() {
        return endpoint;
    }

    public RootCredentials rootCredentials() {
        return rootCredentials;
    }

    /// Reads anew what is in files that others renew: certificates. What cannot be used is logged,
    /// and what was there before goes on being used.
    public void reload() {
        listener.readCertificatesAgain();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /// Says at `/_hydrant/ready` that it is about to stop, and goes on serving for that long: load
    /// balancers look away meanwhile.
    public void leave(Duration drain) throws InterruptedException {
        Runnable known = leaving;
        if (known != null && !drain.isZero()) {
            known.run();
            Thread.sleep(drain);
        }
    }

    /// Lets requests in flight finish, then stops. Buffers stay in the log.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                System.getLogger(Hydrant.class.getName())
                        .log(System.Logger.Level.WARNING, "Could not close " + part, e);
            }
        }
    }
}
