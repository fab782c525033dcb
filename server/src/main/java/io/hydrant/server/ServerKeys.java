package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.kms.KmsOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The server's KMS, which is there when it is first asked for, and from the start where there are
/// keys: then their deletions and rotations are carried out when they are due.
final class ServerKeys implements AutoCloseable {
    /// How late a deletion or rotation may be carried out. A key whose time is over is refused at
    /// once, carried out or not.
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final Database catalog;
    private final Iam iam;
    private final Authorization authorizer;
    private final KeyWrap master;
    private final InstantSource clock;
    private final RandomGenerator random;
    private String region = "";
    private @Nullable Kms known;
    private @Nullable Thread upkeep;

    ServerKeys(
            Database catalog,
            Iam iam,
            Authorization authorizer,
            KeyWrap master,
            InstantSource clock,
            RandomGenerator random) {
        this.catalog = catalog;
        this.iam = iam;
        this.authorizer = authorizer;
        this.master = master;
        this.clock = clock;
        this.random = random;
    }

    /// To be called once, before anything else.
    ///
    /// @param own the server's region
    void begin(String own) throws IOException {
        synchronized (this) {
            region = own;
        }
        boolean areThere =
                catalog.read(connection ->
                        Sql.first(
                                        connection,
                                        "SELECT name FROM kms_entity LIMIT 1",
                                        row -> row.getString(1))
                                .isPresent());
        if (areThere) {
            kms();
        }
    }

    synchronized Kms kms() {
        Kms kms = known;
        if (kms == null) {
            try {
                kms = new Kms(catalog, iam, authorizer, master, region, clock, random);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known = kms;
            Kms kept = kms;
            upkeep = Thread.ofVirtual().name("kms-upkeep").start(() -> keepUp(kept));
        }
        return kms;
    }

    /// The parameter store, whose secret values lie encrypted under these keys.
    synchronized ParameterStore parameters() {
        return new ParameterStore(catalog, this::kms, region, iam.account(), clock, random);
    }

    List<JsonOperation> operations() {
        return KmsOperations.all(kms());
    }

    private static void keepUp(Kms kms) {
        try {
            while (true) {
                round(kms);
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    private static void round(Kms kms) {
        try {
            kms.keepUp();
        } catch (IOException | RuntimeException e) {
            System.getLogger(ServerKeys.class.getName())
                    .log(Level.WARNING, "Keys are deleted and rotated later", e);
        }
    }

    /// What is under way is waited for, so that nothing is written into a catalog that is closed.
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = upkeep;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
