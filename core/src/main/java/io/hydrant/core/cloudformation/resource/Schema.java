package io.hydrant.core.cloudformation.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/// What the properties of a resource have to be like.
public sealed interface Schema {

    record Text(int minLength, int maxLength, Optional<Pattern> pattern, Set<String> values)
            implements Schema {
        public Text {
            values = Set.copyOf(values);
        }
    }

    record WholeNumber(long min, long max) implements Schema {}

    record DecimalNumber(double min, double max) implements Schema {}

    record Truth() implements Schema {}

    /// A policy document: an object, or its JSON as text.
    record Document() implements Schema {}

    /// Anything at all: the service that gets it looks itself.
    record Anything() implements Schema {}

    /// An object with keys of its own.
    record Mapping(Text value) implements Schema {}

    record Sequence(Schema element, int max) implements Schema {}

    record Structure(SequencedMap<String, Schema> properties, Set<String> required)
            implements Schema {
        public Structure {
            properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
            required = Set.copyOf(required);
        }

        public Structure with(String name, Schema schema) {
            SequencedMap<String, Schema> more = new LinkedHashMap<>(properties);
            more.put(name, schema);
            return new Structure(more, required);
        }

        public Structure require(String... names) {
            return new Structure(properties, Set.of(names));
        }
    }

    /// AWS knows the property, Hydrant cannot apply it: setting it is a failure that says so.
    record Unsupported() implements Schema {}

    static Text text() {
        return new Text(0, Integer.MAX_VALUE, Optional.empty(), Set.of());
    }

    static Text text(int minLength, int maxLength) {
        return new Text(minLength, maxLength, Optional.empty(), Set.of());
    }

    static Text text(int minLength, int maxLength, String pattern) {
        return new Text(minLength, maxLength, Optional.of(Pattern.compile(pattern)), Set.of());
    }

    static Text oneOf(String... values) {
        return new Text(0, Integer.MAX_VALUE, Optional.empty(), Set.of(values));
    }

    static Sequence listOf(Schema element) {
        return new Sequence(element, Integer.MAX_VALUE);
    }

    static Structure structure() {
        return new Structure(new LinkedHashMap<>(Map.of()), Set.of());
    }

    /// The tags of a resource.
    static Sequence tags() {
        return new Sequence(
                structure()
                        .with("Key", text(1, 128))
                        .with("Value", text(0, 256))
                        .require("Key", "Value"),
                50);
    }

    static List<String> names(Structure structure) {
        return List.copyOf(structure.properties().keySet());
    }
}
