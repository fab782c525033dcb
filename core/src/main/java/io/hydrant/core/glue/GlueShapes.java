package io.hydrant.core.glue;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Sequence;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.aws.json.Shape.Text;

/// The API model of the requests that Hydrant serves of Glue's data catalog. Members that are
/// refused by their names are structures without members.
public final class GlueShapes {
    private static final String CHARACTERS =
            "\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF";
    private static final String ONE_LINE = "[" + CHARACTERS + "\\t]*";
    private static final String LINES = "[" + CHARACTERS + "\\r\\n\\t]*";

    private static final Text NAME = text().length(1, 255).matching(ONE_LINE);
    private static final Text DESCRIPTION = text().length(0, 2048).matching(LINES);
    private static final Text LOCATION = text().length(0, 2056).matching(LINES);
    private static final Text FORMAT = text().length(0, 128).matching(ONE_LINE);
    private static final Text VIEW_TEXT = text().length(0, 409_600);
    private static final Shape.WholeNumber PAGE_SIZE = integer().between(1, 100);
    private static final Shape.Mapping PARAMETERS =
            new Shape.Mapping(NAME, text().length(0, 512_000));
    private static final Shape.Mapping TAGS =
            new Shape.Mapping(text().length(1, 128), text().length(0, 256));
    private static final Text RESOURCE_ARN =
            text().length(1, 10_240).matching("arn:aws(-(cn|us-gov|iso(-[bef])?))?:glue:.*");

    private static final Structure REFUSED = structure();

    public static final Structure DATABASE_INPUT =
            structure()
                    .require("Name", NAME)
                    .with("Description", DESCRIPTION)
                    .with("LocationUri", text().length(1, 1024).matching(LINES))
                    .with("Parameters", PARAMETERS)
                    .with("CreateTableDefaultPermissions", permissions())
                    .with("TargetDatabase", REFUSED)
                    .with("FederatedDatabase", REFUSED);

    private static final Structure COLUMN =
            structure()
                    .require("Name", NAME)
                    .with("Type", text().length(0, 131_072).matching(ONE_LINE))
                    .with("Comment", text().length(0, 255).matching(ONE_LINE))
                    .with("Parameters", PARAMETERS);

    private static final Structure STORAGE_DESCRIPTOR =
            structure()
                    .with("Columns", listOf(COLUMN))
                    .with("Location", LOCATION)
                    .with("AdditionalLocations", listOf(LOCATION))
                    .with("InputFormat", FORMAT)
                    .with("OutputFormat", FORMAT)
                    .with("Compressed", truth())
                    .with("NumberOfBuckets", integer())
                    .with(
                            "SerdeInfo",
                            structure()
                                    .with("Name", NAME)
                                    .with("SerializationLibrary", NAME)
                                    .with("Parameters", PARAMETERS))
                    .with("BucketColumns", listOf(NAME))
                    .with(
                            "SortColumns",
                            listOf(
                                    structure()
                                            .require("Column", NAME)
                                            .require("SortOrder", integer().between(0, 1))))
                    .with("Parameters", PARAMETERS)
                    .with(
                            "SkewedInfo",
                            structure()
                                    .with("SkewedColumnNames", listOf(NAME))
                                    .with("SkewedColumnValues", listOf(text()))
                                    .with(
                                            "SkewedColumnValueLocationMaps",
                                            new Shape.Mapping(text(), text())))
                    .with("StoredAsSubDirectories", truth())
                    .with("SchemaReference", REFUSED);

    public static final Structure TABLE_INPUT =
            structure()
                    .require("Name", NAME)
                    .with("Description", DESCRIPTION)
                    .with("Owner", NAME)
                    .with("LastAccessTime", new Shape.Timestamp())
                    .with("LastAnalyzedTime", new Shape.Timestamp())
                    .with("Retention", integer().atLeast(0))
                    .with("StorageDescriptor", STORAGE_DESCRIPTOR)
                    .with("PartitionKeys", listOf(COLUMN))
                    .with("ViewOriginalText", VIEW_TEXT)
                    .with("ViewExpandedText", VIEW_TEXT)
                    .with("TableType", text().length(0, 255))
                    .with("Parameters", PARAMETERS)
                    .with("TargetTable", REFUSED)
                    .with("ViewDefinition", REFUSED);

    public static final Structure CREATE_DATABASE =
            inCatalog().require("DatabaseInput", DATABASE_INPUT).with("Tags", TAGS);

    /// Of GetDatabase and DeleteDatabase.
    public static final Structure ONE_DATABASE = inCatalog().require("Name", NAME);

    public static final Structure GET_DATABASES =
            paged(inCatalog())
                    .with("ResourceShareType", oneOf("FOREIGN", "ALL", "FEDERATED"))
                    .with("AttributesToGet", listOf(oneOf("NAME", "TARGET_DATABASE")));

    public static final Structure UPDATE_DATABASE =
            inCatalog().require("Name", NAME).require("DatabaseInput", DATABASE_INPUT);

    public static final Structure CREATE_TABLE =
            inCatalog()
                    .require("DatabaseName", NAME)
                    .with("Name", NAME)
                    .require("TableInput", TABLE_INPUT)
                    .with("PartitionIndexes", listOf(REFUSED))
                    .with("TransactionId", text())
                    .with("OpenTableFormatInput", REFUSED);

    public static final Structure UPDATE_TABLE =
            inCatalog()
                    .require("DatabaseName", NAME)
                    .with("Name", NAME)
                    .require("TableInput", TABLE_INPUT)
                    .with("SkipArchive", truth())
                    .with("TransactionId", text())
                    .with("VersionId", NAME)
                    .with("ViewUpdateAction", text())
                    .with("Force", truth())
                    .with("UpdateOpenTableFormatInput", REFUSED);

    public static final Structure GET_TABLE =
            oneTable()
                    .with("QueryAsOfTime", new Shape.Timestamp())
                    .with("AuditContext", REFUSED)
                    .with("IncludeStatusDetails", truth());

    public static final Structure GET_TABLES =
            paged(inCatalog().require("DatabaseName", NAME))
                    .with("Expression", text().length(0, 2048).matching(ONE_LINE))
                    .with("TransactionId", text())
                    .with("QueryAsOfTime", new Shape.Timestamp())
                    .with("AuditContext", REFUSED)
                    .with("IncludeStatusDetails", truth())
                    .with("AttributesToGet", listOf(oneOf("NAME", "TABLE_TYPE")));

    public static final Structure DELETE_TABLE = oneTable();

    public static final Structure BATCH_DELETE_TABLE =
            inCatalog()
                    .require("DatabaseName", NAME)
                    .require("TablesToDelete", batch())
                    .with("TransactionId", text());

    public static final Structure GET_TABLE_VERSION =
            ofVersions().with("VersionId", NAME).with("AuditContext", REFUSED);

    public static final Structure GET_TABLE_VERSIONS =
            paged(ofVersions()).with("AuditContext", REFUSED);

    public static final Structure DELETE_TABLE_VERSION = ofVersions().require("VersionId", NAME);

    public static final Structure BATCH_DELETE_TABLE_VERSION =
            ofVersions().require("VersionIds", batch());

    public static final Structure GET_TAGS = structure().require("ResourceArn", RESOURCE_ARN);

    public static final Structure TAG_RESOURCE =
            structure().require("ResourceArn", RESOURCE_ARN).require("TagsToAdd", TAGS);

    public static final Structure UNTAG_RESOURCE =
            structure()
                    .require("ResourceArn", RESOURCE_ARN)
                    .require("TagsToRemove", listOf(text().length(1, 128)).length(0, 50));

    private GlueShapes() {}

    private static Structure inCatalog() {
        return structure().with("CatalogId", NAME);
    }

    private static Structure paged(Structure request) {
        return request.with("NextToken", text()).with("MaxResults", PAGE_SIZE);
    }

    private static Structure oneTable() {
        return inCatalog()
                .require("DatabaseName", NAME)
                .require("Name", NAME)
                .with("TransactionId", text());
    }

    private static Structure ofVersions() {
        return inCatalog().require("DatabaseName", NAME).require("TableName", NAME);
    }

    private static Sequence batch() {
        return listOf(NAME).length(0, 100);
    }

    private static Sequence permissions() {
        return listOf(
                structure()
                        .with(
                                "Principal",
                                structure()
                                        .with("DataLakePrincipalIdentifier", text().length(1, 255)))
                        .with(
                                "Permissions",
                                listOf(
                                        oneOf(
                                                "ALL",
                                                "SELECT",
                                                "ALTER",
                                                "DROP",
                                                "DELETE",
                                                "INSERT",
                                                "CREATE_DATABASE",
                                                "CREATE_TABLE",
                                                "DATA_LOCATION_ACCESS"))));
    }
}
