package io.hydrant.core.conversion.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.TableVersion.CatalogColumn;
import io.hydrant.core.conversion.TypeStrings;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.conversion.json.JsonRows;
import io.hydrant.core.format.ColumnarFormat;
import io.hydrant.core.stream.destination.Conversion;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.document.ConversionDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All that determines the bytes of an object of converted records, beside the records: the columns
/// of a version of a table, how records are read, and how rows are written. It is kept with the
/// records that were found readable by it, so that whatever happens to the table or the stream's
/// configuration, an object that is made again is the same.
///
/// @param columns as the table spells them
public record ConversionPlan(
        List<CatalogColumn> columns, Deserializer deserializer, Serializer serializer) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int VERSION = 1;

    public ConversionPlan {
        columns = List.copyOf(columns);
    }

    /// What objects' keys end in.
    public String extension() {
        return serializer.parquet().isPresent() ? ".parquet" : ".orc";
    }

    /// What objects of it are written in. That of Parquet says what AWS's says, although the object
    /// is plain Parquet.
    public ColumnarFormat format() {
        return new ColumnarFormat(text(), serializer.parquet().map(_ -> "hadoop-snappy"));
    }

    /// The types of the columns.
    ///
    /// @throws UnusableTableException when one cannot be converted to
    public TableSchema schema() throws UnusableTableException {
        List<TableColumn> typed = new ArrayList<>();
        for (CatalogColumn column : columns) {
            typed.add(new TableColumn(column.name(), TypeStrings.parse(column.type())));
        }
        return new TableSchema(typed);
    }

    /// Reads records as it tells.
    public JsonRows reader() throws UnusableTableException {
        return JsonRows.of(schema(), deserializer);
    }

    /// The plan as one word: JSON, deflated, in base64 of the kind for URLs, without padding.
    public String text() {
        ObjectNode document = MAPPER.createObjectNode().put("version", VERSION);
        ArrayNode list = document.putArray("columns");
        columns.forEach(column -> list.addArray().add(column.name()).add(column.type()));
        document.set(
                "conversion",
                ConversionDocument.write(
                        new Conversion(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new Conversion.Input(Optional.of(deserializer))),
                                Optional.of(new Conversion.Output(Optional.of(serializer))))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(document.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// @param text of a plan
    /// @throws IllegalArgumentException when it is none that this version reads
    public static ConversionPlan of(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return of(MAPPER.readTree(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalArgumentException("a plan of conversion: " + e.getMessage(), e);
        }
    }

    private static ConversionPlan of(JsonNode document) {
        int version = document.required("version").asInt();
        if (version > VERSION) {
            throw new IllegalArgumentException("a plan of conversion of version " + version);
        }
        List<CatalogColumn> columns = new ArrayList<>();
        for (JsonNode column : document.required("columns")) {
            columns.add(
                    new CatalogColumn(
                            column.required(0).asString(), column.required(1).asString()));
        }
        Conversion conversion = ConversionDocument.read(document.required("conversion"));
        return new ConversionPlan(
                columns,
                conversion.input().flatMap(Conversion.Input::deserializer).orElseThrow(),
                conversion.output().flatMap(Conversion.Output::serializer).orElseThrow());
    }
}
