package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a document is read without, since it is long and not asked for: SQLite leaves it out where
/// the document lies, and of PostgreSQL's it is taken out here, for its JSON has no NUL in strings
/// and ours may.
public final class Abridgement {
    /// Leaves everything in.
    public static final Abridgement NONE = new Abridgement(List.of());

    private static final JsonMapper JSON = JsonMapper.shared();

    /// A member, its names separated by dots, and the JSON that stands in its place.
    private record Cut(String path, String replacement) {}

    private final List<Cut> cuts;

    private Abridgement(List<Cut> cuts) {
        this.cuts = List.copyOf(cuts);
    }

    /// With one more member that something short stands for.
    public Abridgement with(String path, String replacement) {
        List<Cut> more = new ArrayList<>(cuts);
        more.add(new Cut(path, replacement));
        return new Abridgement(more);
    }

    /// What to select.
    public String column(Connection connection) {
        if (!Sql.isSqlite(connection)) {
            return "document";
        }
        StringBuilder column = new StringBuilder("json_set(document");
        for (Cut cut : cuts) {
            column.append(", '$.%s', json('%s')".formatted(cut.path(), cut.replacement()));
        }
        return column.append(')').toString();
    }

    /// The abridged document, of what was selected.
    public String of(Connection connection, String selected) {
        if (Sql.isSqlite(connection)) {
            return selected;
        }
        ObjectNode document = (ObjectNode) JSON.readTree(selected);
        for (Cut cut : cuts) {
            int dot = cut.path().lastIndexOf('.');
            if (dot < 0) {
                document.set(cut.path(), JSON.readTree(cut.replacement()));
            } else if (document.get(cut.path().substring(0, dot)) instanceof ObjectNode within) {
                within.set(cut.path().substring(dot + 1), JSON.readTree(cut.replacement()));
            }
        }
        return document.toString();
    }
}
