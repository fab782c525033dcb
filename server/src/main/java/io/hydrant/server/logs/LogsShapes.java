package io.hydrant.server.logs;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.core.logevents.EventBatch;

/// The requests of CloudWatch Logs, as its API model has them.
final class LogsShapes {
    private static final int PAGE_MAX = 50;

    private static final Shape.Text GROUP = text().length(1, 512).matching("[\\.\\-_/#A-Za-z0-9]+");
    private static final Shape.Text STREAM = text().length(1, 512).matching("[^:*]*");
    private static final Shape.Text IDENTIFIER = text().length(1, 2048).matching("[\\w#+=/:,.@-]*");
    private static final Shape.Text ARN = text().length(1, 1011).matching("[\\w+=/:,.@-]*");
    private static final Shape.Text TOKEN = text().length(1, Integer.MAX_VALUE);
    private static final Shape.Text TAG_KEY =
            text().length(1, 128).matching("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)");
    private static final Shape.Text TAG_VALUE =
            text().length(0, 256).matching("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
    private static final Shape TAGS = new Shape.Mapping(TAG_KEY, TAG_VALUE);
    private static final Shape TAG_KEYS = listOf(TAG_KEY).length(0, PAGE_MAX);
    private static final Shape MILLIS = integer().between(0, Long.MAX_VALUE);
    private static final Shape PAGE = integer().between(1, PAGE_MAX);
    private static final Shape EVENTS_PAGE = integer().between(1, EventBatch.EVENTS_MAX);
    private static final Shape CLASS = oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY");

    static final Structure GROUP_ALONE = structure().require("logGroupName", GROUP);

    static final Structure CREATE_GROUP =
            GROUP_ALONE
                    .with("kmsKeyId", text().length(0, 256))
                    .with("tags", TAGS)
                    .with("logGroupClass", CLASS)
                    .with("deletionProtectionEnabled", truth());

    static final Structure DESCRIBE_GROUPS =
            structure()
                    .with("accountIdentifiers", listOf(text()).length(0, 20))
                    .with("logGroupNamePrefix", GROUP)
                    .with(
                            "logGroupNamePattern",
                            text().length(0, 512).matching("[\\.\\-_/#A-Za-z0-9]*"))
                    .with("nextToken", TOKEN)
                    .with("limit", PAGE)
                    .with("includeLinkedAccounts", truth())
                    .with("logGroupClass", CLASS)
                    .with("logGroupIdentifiers", listOf(IDENTIFIER).length(1, PAGE_MAX));

    static final Structure STREAM_ALONE = GROUP_ALONE.require("logStreamName", STREAM);

    static final Structure DESCRIBE_STREAMS =
            structure()
                    .with("logGroupName", GROUP)
                    .with("logGroupIdentifier", IDENTIFIER)
                    .with("logStreamNamePrefix", STREAM)
                    .with("orderBy", oneOf("LogStreamName", "LastEventTime"))
                    .with("descending", truth())
                    .with("nextToken", TOKEN)
                    .with("limit", PAGE);

    static final Structure PUT_EVENTS =
            STREAM_ALONE
                    .require(
                            "logEvents",
                            listOf(
                                            structure()
                                                    .require("timestamp", MILLIS)
                                                    .require(
                                                            "message",
                                                            text().length(1, Integer.MAX_VALUE)))
                                    .length(1, EventBatch.EVENTS_MAX))
                    .with("sequenceToken", TOKEN)
                    .with("entity", structure());

    static final Structure GET_EVENTS =
            structure()
                    .with("logGroupName", GROUP)
                    .with("logGroupIdentifier", IDENTIFIER)
                    .require("logStreamName", STREAM)
                    .with("startTime", MILLIS)
                    .with("endTime", MILLIS)
                    .with("nextToken", TOKEN)
                    .with("limit", EVENTS_PAGE)
                    .with("startFromHead", truth())
                    .with("unmask", truth());

    static final Structure FILTER_EVENTS =
            structure()
                    .with("logGroupName", GROUP)
                    .with("logGroupIdentifier", IDENTIFIER)
                    .with("logStreamNames", listOf(STREAM).length(1, 100))
                    .with("logStreamNamePrefix", STREAM)
                    .with("startTime", MILLIS)
                    .with("endTime", MILLIS)
                    .with("filterPattern", text().length(0, 1024))
                    .with("nextToken", TOKEN)
                    .with("limit", EVENTS_PAGE)
                    .with("interleaved", truth())
                    .with("unmask", truth());

    static final Structure PUT_RETENTION = GROUP_ALONE.require("retentionInDays", integer());

    static final Structure ARN_ALONE = structure().require("resourceArn", ARN);
    static final Structure TAG_RESOURCE = ARN_ALONE.require("tags", TAGS);
    static final Structure UNTAG_RESOURCE = ARN_ALONE.require("tagKeys", TAG_KEYS);
    static final Structure TAG_GROUP = GROUP_ALONE.require("tags", TAGS);
    static final Structure UNTAG_GROUP = GROUP_ALONE.require("tags", TAG_KEYS);

    private LogsShapes() {}
}
