package io.hydrant.core.glue;

import io.hydrant.aws.Arn;
import java.util.List;
import java.util.Optional;

/// The names of what is in a data catalog. An action is asked for on its resource and on all that
/// this lies in; a deletion also on all that lies in the resource.
public record GlueArns(String region, String account) {
    private static final String DATABASE = "database/";

    public String catalog() {
        return arn("catalog");
    }

    public String database(String name) {
        return arn(DATABASE + DataCatalog.folded(name));
    }

    public String table(String database, String name) {
        return arn("table/" + DataCatalog.folded(database) + "/" + DataCatalog.folded(name));
    }

    public List<String> upToDatabase(String name) {
        return List.of(catalog(), database(name));
    }

    public List<String> upToTable(String database, String name) {
        return List.of(catalog(), database(database), table(database, name));
    }

    /// What goes with a database.
    public List<String> withAllOf(String database) {
        return List.of(
                catalog(),
                database(database),
                table(database, "*"),
                arn("userDefinedFunction/" + DataCatalog.folded(database) + "/*"));
    }

    /// The database that an ARN names, if it is one of these.
    public Optional<String> databaseOf(String arn) {
        String prefix = database("");
        return arn.startsWith(prefix)
                ? Optional.of(arn.substring(prefix.length())).filter(name -> !name.contains("/"))
                : Optional.empty();
    }

    private String arn(String resource) {
        return new Arn("aws", "glue", region, account, resource).toString();
    }
}
