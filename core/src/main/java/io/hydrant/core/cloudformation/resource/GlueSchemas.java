package io.hydrant.core.cloudformation.resource;

import static io.hydrant.core.cloudformation.resource.Schema.listOf;
import static io.hydrant.core.cloudformation.resource.Schema.structure;
import static io.hydrant.core.cloudformation.resource.Schema.text;

import io.hydrant.core.cloudformation.resource.Schema.Structure;
import io.hydrant.core.cloudformation.resource.Schema.Unsupported;

/// The properties of `AWS::Glue::Database` and `AWS::Glue::Table`. What the members must be like
/// beyond their types is left to Glue. Parameters may be JSON texts.
final class GlueSchemas {
    private static final Schema WHOLE_NUMBER =
            new Schema.WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);

    static final Structure DATABASE =
            structure()
                    .with("CatalogId", text(1, 255))
                    .with("DatabaseName", text())
                    .with(
                            "DatabaseInput",
                            structure()
                                    .with("Name", text(1, 255))
                                    .with("Description", text(0, 2048))
                                    .with("LocationUri", text(1, 1024))
                                    .with("Parameters", new Schema.Document())
                                    .with("CreateTableDefaultPermissions", permissions())
                                    .with("TargetDatabase", new Unsupported())
                                    .with("FederatedDatabase", new Unsupported()))
                    .require("DatabaseInput", "CatalogId");

    private static final Structure COLUMN =
            structure()
                    .with("Name", text())
                    .with("Type", text())
                    .with("Comment", text())
                    .require("Name");

    private static final Structure STORAGE_DESCRIPTOR =
            structure()
                    .with("Columns", listOf(COLUMN))
                    .with("Location", text())
                    .with("InputFormat", text())
                    .with("OutputFormat", text())
                    .with("Compressed", new Schema.Truth())
                    .with("NumberOfBuckets", WHOLE_NUMBER)
                    .with(
                            "SerdeInfo",
                            structure()
                                    .with("Name", text())
                                    .with("SerializationLibrary", text())
                                    .with("Parameters", new Schema.Document()))
                    .with("BucketColumns", listOf(text()))
                    .with(
                            "SortColumns",
                            listOf(
                                    structure()
                                            .with("Column", text())
                                            .with("SortOrder", WHOLE_NUMBER)
                                            .require("Column", "SortOrder")))
                    .with("Parameters", new Schema.Document())
                    .with(
                            "SkewedInfo",
                            structure()
                                    .with("SkewedColumnNames", listOf(text()))
                                    .with("SkewedColumnValues", listOf(text()))
                                    .with("SkewedColumnValueLocationMaps", new Schema.Document()))
                    .with("StoredAsSubDirectories", new Schema.Truth())
                    .with("SchemaReference", new Unsupported());

    static final Structure TABLE =
            structure()
                    .with("CatalogId", text())
                    .with("DatabaseName", text())
                    .with("Name", new Unsupported())
                    .with("OpenTableFormatInput", new Unsupported())
                    .with(
                            "TableInput",
                            structure()
                                    .with("Name", text())
                                    .with("Description", text())
                                    .with("Owner", text())
                                    .with("Retention", WHOLE_NUMBER)
                                    .with("StorageDescriptor", STORAGE_DESCRIPTOR)
                                    .with("PartitionKeys", listOf(COLUMN))
                                    .with("ViewOriginalText", text())
                                    .with("ViewExpandedText", text())
                                    .with("TableType", text())
                                    .with("Parameters", new Schema.Document())
                                    .with("TargetTable", new Unsupported())
                                    .with("ViewDefinition", new Unsupported()))
                    .require("CatalogId", "DatabaseName", "TableInput");

    private GlueSchemas() {}

    private static Schema permissions() {
        return listOf(
                structure()
                        .with(
                                "Principal",
                                structure().with("DataLakePrincipalIdentifier", text(1, 255)))
                        .with("Permissions", listOf(text())));
    }
}
