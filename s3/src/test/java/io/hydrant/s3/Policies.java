package io.hydrant.s3;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.objectstore.WriterPermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// What Hydrant's own IAM lets writers do: root everything, and nobody else anything.
record Policies(Database catalog, Authorizer authorizer) implements AutoCloseable {
    static Policies in(Path folder) throws IOException {
        Database catalog = SqliteDatabase.open(folder.resolve("catalog.db"), IamSchema.STEPS);
        Iam iam = new Iam(catalog, Drafts.ACCOUNT, InstantSource.system(), new SplittableRandom());
        return new Policies(catalog, new Authorizer(iam));
    }

    WriterPermissions permissions() {
        return new WriterPermissions(
                authorizer, "us-east-1", Drafts.ACCOUNT, InstantSource.system());
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
