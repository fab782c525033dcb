package io.hydrant.server;

import io.hydrant.core.alarm.AlarmsSchema;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.cloudformation.CloudFormationSchema;
import io.hydrant.core.crypto.MasterKeyNote;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.glue.GlueSchema;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.kms.KmsSchema;
import io.hydrant.core.ssm.SsmSchema;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.server.cluster.ClusterSchema;
import io.hydrant.server.cluster.DatabaseClock;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a server's catalog is: in a file of the data directory, or in a database elsewhere, which
/// other servers may share.
record ServerCatalog(ServerSettings settings) {
    /// The domains of every catalog.
    static final List<Database.Schema> CATALOG =
            List.of(
                    IamSchema.SCHEMA,
                    DeliveryStreamsSchema.SCHEMA,
                    CloudFormationSchema.SCHEMA,
                    MasterKeyNote.SCHEMA,
                    KmsSchema.SCHEMA,
                    GlueSchema.SCHEMA,
                    AlarmsSchema.SCHEMA,
                    SsmSchema.SCHEMA);

    Database open(DataDirectory data, Disk disk, RootCredentials root) throws IOException {
        Optional<DatabaseSettings> elsewhere = database();
        return elsewhere.isEmpty()
                ? SqliteDatabase.openAll(data.folder().catalog(), schemas(), data.catalogMark(disk))
                : CatalogDatabase.open(
                        elsewhere.get(),
                        data.folder(),
                        disk,
                        schemas(),
                        settings.account(),
                        settings.region(),
                        root);
    }

    /// The clock of the database that nodes share, where they do.
    ///
    /// @throws IOException when this machine's is too far from it
    Optional<DatabaseClock> clock(Database catalog, InstantSource own) throws IOException {
        if (!isShared()) {
            return Optional.empty();
        }
        DatabaseClock compared = new DatabaseClock(own);
        compared.check(catalog);
        return Optional.of(compared);
    }

    /// Whether other servers may have it too.
    boolean isShared() {
        return database().filter(DatabaseSettings::isShared).isPresent();
    }

    private Optional<DatabaseSettings> database() {
        return settings.isShared()
                ? settings.database().map(DatabaseSettings::shared)
                : settings.database();
    }

    private List<Database.Schema> schemas() {
        List<Database.Schema> all =
                new ArrayList<>(ServerLogs.catalog(settings.kafka().isPresent()));
        if (isShared()) {
            all.add(ClusterSchema.SCHEMA);
        }
        return all;
    }
}
