package io.hydrant.core.stream.destination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The reader of records that are to be converted: one of the two, with its options.
public record Deserializer(Optional<OpenXJson> openXJson, Optional<HiveJson> hiveJson) {

    /// The OpenX JSON SerDe. A column's values come from the key that it is mapped to.
    public record OpenXJson(
            Optional<Boolean> convertDotsInJsonKeysToUnderscores,
            Optional<Boolean> caseInsensitive,
            Optional<Map<String, String>> columnToJsonKeyMappings) {
        public OpenXJson {
            columnToJsonKeyMappings =
                    columnToJsonKeyMappings.map(
                            keys -> Collections.unmodifiableMap(new LinkedHashMap<>(keys)));
        }
    }

    /// The native Hive JSON SerDe. Formats are patterns of Joda-Time, or `millis`.
    public record HiveJson(Optional<List<String>> timestampFormats) {
        public HiveJson {
            timestampFormats = timestampFormats.map(List::copyOf);
        }
    }
}
