package io.hydrant.server.ssm;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape.Sequence;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.aws.json.Shape.Text;
import io.hydrant.aws.json.Shape.WholeNumber;

/// The API model of the parameter store's requests.
final class SsmShapes {
    private static final Text NAME = text().length(1, 2048);
    private static final Sequence NAMES = listOf(NAME).length(1, 10);
    private static final Text TAG_KEY =
            text().length(1, 128).matching("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    private static final Text TAG_VALUE =
            text().length(0, 256).matching("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    private static final Sequence TAGS =
            listOf(structure().require("Key", TAG_KEY).require("Value", TAG_VALUE)).length(0, 1000);
    private static final Sequence LABELS = listOf(text().length(1, 100)).length(1, 10);
    private static final WholeNumber VERSION = integer().between(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final WholeNumber PAGE_SIZE = integer().between(1, 50);

    private static final Sequence FILTERS =
            listOf(
                    structure()
                            .require(
                                    "Key",
                                    text().length(1, 132)
                                            .matching(
                                                    "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType"))
                            .with("Option", text().length(1, 10))
                            .with("Values", listOf(text().length(1, 1024)).length(1, 50)));

    static final Structure PUT =
            structure()
                    .require("Name", NAME)
                    .with("Description", text().length(0, 1024))
                    .require("Value", text())
                    .with("Type", oneOf("String", "StringList", "SecureString"))
                    .with("KeyId", text().length(1, 256).matching("^([a-zA-Z0-9:/_-]+)$"))
                    .with("Overwrite", truth())
                    .with("AllowedPattern", text().length(0, 1024))
                    .with("Tags", TAGS)
                    .with("Tier", oneOf("Standard", "Advanced", "Intelligent-Tiering"))
                    .with("Policies", text().length(1, 4096))
                    .with("DataType", text().length(0, 128));

    static final Structure GET = structure().require("Name", NAME).with("WithDecryption", truth());

    static final Structure GET_SOME =
            structure().require("Names", NAMES).with("WithDecryption", truth());

    static final Structure GET_BY_PATH =
            structure()
                    .require("Path", NAME)
                    .with("Recursive", truth())
                    .with("ParameterFilters", FILTERS)
                    .with("WithDecryption", truth())
                    .with("MaxResults", integer().between(1, 10))
                    .with("NextToken", text());

    static final Structure DESCRIBE =
            structure()
                    .with("Filters", listOf(structure()))
                    .with("ParameterFilters", FILTERS)
                    .with("MaxResults", PAGE_SIZE)
                    .with("NextToken", text())
                    .with("Shared", truth());

    static final Structure DELETE = structure().require("Name", NAME);

    static final Structure DELETE_SOME = structure().require("Names", NAMES);

    static final Structure HISTORY =
            structure()
                    .require("Name", NAME)
                    .with("WithDecryption", truth())
                    .with("MaxResults", PAGE_SIZE)
                    .with("NextToken", text());

    static final Structure LABEL =
            structure()
                    .require("Name", NAME)
                    .with("ParameterVersion", VERSION)
                    .require("Labels", LABELS);

    static final Structure UNLABEL =
            structure()
                    .require("Name", NAME)
                    .require("ParameterVersion", VERSION)
                    .require("Labels", LABELS);

    static final Structure TAGS_OF = ofResource();

    static final Structure ADD_TAGS = ofResource().require("Tags", TAGS);

    static final Structure REMOVE_TAGS = ofResource().require("TagKeys", listOf(TAG_KEY));

    private SsmShapes() {}

    private static Structure ofResource() {
        return structure()
                .require(
                        "ResourceType",
                        oneOf(
                                "Document",
                                "ManagedInstance",
                                "MaintenanceWindow",
                                "Parameter",
                                "PatchBaseline",
                                "OpsItem",
                                "OpsMetadata",
                                "Automation",
                                "Association"))
                .require("ResourceId", text());
    }
}
