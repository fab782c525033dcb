package io.hydrant.core.delivery;

import io.hydrant.core.conversion.TableName;
import io.hydrant.core.conversion.TableRefusedException;
import io.hydrant.core.conversion.TableSchemas;
import io.hydrant.core.conversion.TableVersion;
import io.hydrant.core.conversion.TableVersion.CatalogColumn;
import io.hydrant.core.iam.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table whose columns change, or that nobody may see.
final class ChangingTable implements TableSchemas {
    private List<CatalogColumn> columns = List.of();
    private Optional<String> refusal = Optional.empty();
    private int asked;

    /// Is run whenever it is asked for.
    Runnable onFind = () -> {};

    /// @param namesAndTypes one after the other
    void has(String... namesAndTypes) {
        List<CatalogColumn> all = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            all.add(new CatalogColumn(namesAndTypes[i], namesAndTypes[i + 1]));
        }
        columns = all;
        refusal = Optional.empty();
    }

    void isRefused(String code) {
        refusal = Optional.of(code);
    }

    int asked() {
        return asked;
    }

    @Override
    public TableVersion find(Principal caller, TableName table) throws TableRefusedException {
        asked++;
        onFind.run();
        if (refusal.isPresent()) {
            throw new TableRefusedException(refusal.get(), "Table films not found.");
        }
        return new TableVersion("0", columns);
    }
}
