package io.hydrant.core.conversion.json;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.UnusableTableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/// How one of the SerDes reads JSON: which key belongs to which column, and what becomes of a value
/// that is not of the column's type. What does not fit is an IllegalArgumentException whose message
/// is the SerDe's. Safe for use from many threads.
interface SerDe {
    /// What belongs to a key of an object, if something does.
    ///
    /// @param isExact false when another key belongs to it more
    record Match(int index, boolean isExact) {}

    /// @throws UnusableTableException when it has no such columns
    void check(TableColumn column) throws UnusableTableException;

    /// The key that a column's values come from.
    String keyOf(TableColumn column);

    /// The key that a field's values come from.
    String keyOfField(TableColumn field);

    /// Finds the field that a key of a record belongs to.
    Optional<Match> match(String key, Map<String, Integer> fields);

    /// A key as it is kept in a map.
    String mapKey(String key);

    /// Why a field may not come twice; empty when the last one counts.
    Optional<String> duplicate(String key);

    /// Why a record that is no object is not read.
    String notAnObject(JsonParser json);

    /// Reads what is neither array, map nor struct.
    ValueReader scalar(HiveType type);

    /// What is read of a value that should be an array, and is none.
    Object noArray(JsonParser json);

    /// What is read of a value that should be a map, and is none.
    Object noMap(JsonParser json);

    /// What is read of a value that should be a struct of so many fields, and is none.
    Object noStruct(JsonParser json, int fields);

    /// Reads rows.
    default FieldsReader row(List<TableColumn> columns) throws UnusableTableException {
        for (TableColumn column : columns) {
            check(column);
        }
        return object(columns, this::keyOf);
    }

    private FieldsReader object(List<TableColumn> fields, Function<TableColumn, String> keys)
            throws UnusableTableException {
        Map<String, Integer> byKey = new LinkedHashMap<>();
        List<ValueReader> readers = new ArrayList<>();
        for (TableColumn field : fields) {
            String key = keys.apply(field);
            if (byKey.putIfAbsent(key, readers.size()) != null) {
                throw new UnusableTableException(
                        "Two columns have their values from the key \"%s\"".formatted(key));
            }
            readers.add(reader(field.type()));
        }
        return new FieldsReader(this, byKey, readers.toArray(ValueReader[]::new));
    }

    /// Reads values of a type.
    private ValueReader reader(HiveType type) throws UnusableTableException {
        return switch (type) {
            case Primitive _, HiveType.Decimal _, HiveType.Text _ -> scalar(type);
            case HiveType.Array array -> new ArrayReader(this, reader(array.element()));
            case HiveType.Mapping map ->
                    new MapReader(this, Scalars.ofText(map.key()), reader(map.value()));
            case HiveType.Struct struct -> object(struct.fields(), this::keyOfField);
        };
    }
}
