package io.hydrant.cli.table;

import java.util.List;

/// What records are to look like, whatever the columns.
///
/// @param delimiter what stands after each of them
public record RecordStyle(Shape shape, RecordFormat.Delimiter delimiter) {
    /// The requirement's.
    public static final RecordStyle USUAL =
            new RecordStyle(new Shape.JsonObject(), RecordFormat.Delimiter.NEWLINE);

    /// How a row's values are written.
    public sealed interface Shape {
        record JsonObject() implements Shape {}

        record JsonArray() implements Shape {}

        record Csv() implements Shape {}

        record Templated(RecordTemplate template) implements Shape {}
    }

    /// Refuses columns that it names and that are not there.
    public void check(String source, List<String> names) {
        if (shape instanceof Shape.Templated(RecordTemplate template)) {
            template.check(source, names);
        }
    }

    public RecordFormat of(Columns columns) {
        return switch (shape) {
            case Shape.JsonObject _ -> JsonRecords.objects(columns, delimiter);
            case Shape.JsonArray _ -> JsonRecords.arrays(columns, delimiter);
            case Shape.Csv _ -> new CsvRecords(columns, delimiter);
            case Shape.Templated(RecordTemplate template) ->
                    new TemplateRecords(template, columns, delimiter);
        };
    }
}
