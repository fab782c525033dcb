package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.UnicodeText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Reads YAML as CloudFormation does: YAML 1.1 without timestamps, aliases and merges, and with
/// short tags (`!Ref X`) for functions. YAML 1.2 would not do: there `[ -, [a, b] ]` is an error,
/// and here the dash is a text. Works on the parser's events rather than on loaded objects, so that
/// every scalar keeps its text: a loader would make dates of `2010-09-09` and octal numbers of
/// account ids.
final class YamlDocument {
    private static final Set<String> FUNCTION_TAGS =
            Set.of(
                    "Base64",
                    "Cidr",
                    "And",
                    "Or",
                    "Not",
                    "Equals",
                    "Contains",
                    "EachMemberEquals",
                    "EachMemberIn",
                    "RefAll",
                    "ValueOf",
                    "ValueOfAll",
                    "If",
                    "FindInMap",
                    "GetAtt",
                    "GetAZs",
                    "ImportValue",
                    "Join",
                    "Length",
                    "Select",
                    "Split",
                    "Sub",
                    "ToJsonString",
                    "Transform");

    /// YAML's own tags begin like this.
    private static final String YAML_TAGS = "tag:yaml.org,2002:";

    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false|yes|no|on|off");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(\\d[\\d_]*(\\.[\\d_]*)?|\\.\\d[\\d_]*)([eE][-+]?\\d+)?|0x[\\da-fA-F]+");

    private final Iterator<Event> events;
    private int values;

    private YamlDocument(Iterator<Event> events) {
        this.events = events;
    }

    static Value parse(String text) {
        try {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            return new YamlDocument(yaml.parse(new StringReader(text)).iterator()).root();
        } catch (MarkedYAMLException malformed) {
            throw notWellFormed(Optional.ofNullable(malformed.getProblemMark()));
        } catch (YAMLException malformed) {
            throw notWellFormed(Optional.empty());
        }
    }

    private static ServiceException notWellFormed(Optional<Mark> mark) {
        String place =
                mark.map(at ->
                                " (line %d, column %d)"
                                        .formatted(at.getLine() + 1, at.getColumn() + 1))
                        .orElse("");
        return CloudFormationError.VALIDATION.because(
                "%s", "Template format error: YAML not well-formed." + place);
    }

    private static ServiceException at(Mark mark) {
        return notWellFormed(Optional.of(mark));
    }

    private Value root() {
        Event event = events.next();
        while (event.is(Event.ID.StreamStart) || event.is(Event.ID.DocumentStart)) {
            event = events.next();
        }
        if (event.is(Event.ID.StreamEnd)) {
            return new Value.Null();
        }
        Value root = value(event, 0);
        if (!events.next().is(Event.ID.DocumentEnd) || !events.next().is(Event.ID.StreamEnd)) {
            throw at(event.getEndMark());
        }
        return root;
    }

    /// A short tag is a level of its own: what it stands for is an object with one key.
    private Value value(Event event, int outer) {
        int depth = outer + (isFunction(event) ? 1 : 0);
        if (depth > Limit.DEPTH_MAX) {
            throw at(event.getStartMark());
        }
        Limit.check("values", ++values, Limit.VALUES_MAX);
        return switch (event) {
            case ScalarEvent scalar ->
                    tagged(Optional.ofNullable(scalar.getTag()), scalar(scalar), event);
            case AliasEvent alias ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template error: YAML aliases are not allowed in CloudFormation"
                                    + " templates");
            case CollectionStartEvent start ->
                    tagged(
                            Optional.ofNullable(start.getTag()),
                            start.is(Event.ID.SequenceStart) ? sequence(depth) : mapping(depth),
                            event);
            default -> throw at(event.getStartMark());
        };
    }

    private static boolean isFunction(Event event) {
        String tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent start -> start.getTag();
                    default -> null;
                };
        return tag != null && !tag.startsWith(YAML_TAGS) && !tag.equals("!");
    }

    private Value sequence(int depth) {
        List<Value> items = new ArrayList<>();
        Event next = events.next();
        while (!next.is(Event.ID.SequenceEnd)) {
            items.add(value(next, depth + 1));
            next = events.next();
        }
        return new Value.Items(items);
    }

    /// The last of several equal keys counts.
    private Value mapping(int depth) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        Event key = events.next();
        while (!key.is(Event.ID.MappingEnd)) {
            if (!(key instanceof ScalarEvent name)) {
                throw at(key.getStartMark());
            }
            fields.put(text(name), value(events.next(), depth + 1));
            key = events.next();
        }
        return new Value.Fields(fields);
    }

    private static String text(ScalarEvent scalar) {
        if (!UnicodeText.isWhole(scalar.getValue())) {
            throw at(scalar.getStartMark());
        }
        return scalar.getValue();
    }

    private static Value scalar(ScalarEvent scalar) {
        String text = text(scalar);
        if (!scalar.isPlain() || scalar.getTag() != null) {
            return Value.Text.of(text);
        }
        if (NULL.matcher(text).matches()) {
            return new Value.Null();
        }
        if (BOOLEAN.matcher(text).matches()) {
            return new Value.Text(text, Value.Kind.BOOLEAN);
        }
        boolean number = NUMBER.matcher(text).matches();
        return new Value.Text(text, number ? Value.Kind.NUMBER : Value.Kind.STRING);
    }

    /// `!Ref X` becomes `{Ref: X}`, `!Sub X` becomes `{Fn::Sub: X}`. YAML's own tags change
    /// nothing.
    private static Value tagged(Optional<String> tag, Value value, Event event) {
        String name = tag.orElse("!");
        if (name.startsWith(YAML_TAGS) || name.equals("!")) {
            return value;
        }
        String bare = name.substring(1);
        if (bare.equals("Ref") || bare.equals("Condition")) {
            return field(bare, value);
        }
        if (!FUNCTION_TAGS.contains(bare)) {
            throw at(event.getStartMark());
        }
        return field("Fn::" + bare, value);
    }

    private static Value field(String name, Value value) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        fields.put(name, value);
        return new Value.Fields(fields);
    }
}
