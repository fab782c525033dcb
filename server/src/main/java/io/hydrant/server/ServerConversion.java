package io.hydrant.server;

import io.hydrant.columnar.Columnar;
import io.hydrant.core.conversion.plan.PlannedConverter;
import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.format.Converter;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueTableSchemas;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.stream.RoleAssumer;
import java.time.InstantSource;

/// The conversion of records into the columns of tables: which tables, and who writes them.
final class ServerConversion {
    private ServerConversion() {}

    /// The tables of the server's own catalog, read as roles of the server's own.
    static StreamTables tables(
            DataCatalog glue, Authorization authorizer, Sts sts, InstantSource clock) {
        return new StreamTables(new GlueTableSchemas(glue, authorizer, clock), RoleAssumer.by(sts));
    }

    /// What writes Parquet and ORC. Its classes are loaded with the first object, which a reference
    /// to the constructor would have done here. A third of the heap is for rows that are gathered.
    static Converter converter() {
        return new PlannedConverter(
                () -> new Columnar(), Workroom.of(Runtime.getRuntime().maxMemory() / 3));
    }
}
