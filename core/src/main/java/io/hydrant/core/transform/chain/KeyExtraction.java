package io.hydrant.core.transform.chain;

import java.util.List;

/// Finds partition keys in records, by a query that takes the arrival of a record for the present.
record KeyExtraction(KeyQuery query) implements ChainStep {
    @Override
    public List<Item> apply(Item item) throws RecordFailure {
        return List.of(item.keyedByQuery(query.keys(item.bytes(), item.source().arrival())));
    }
}
