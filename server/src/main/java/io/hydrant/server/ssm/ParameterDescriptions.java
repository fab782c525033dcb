package io.hydrant.server.ssm;

import io.hydrant.core.ssm.ParameterNames;
import io.hydrant.core.ssm.ParameterVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Parameters as AWS shows them: with their values, or with all but these.
record ParameterDescriptions(ParameterNames names) {
    void value(ParameterVersion version, Optional<String> selector, ObjectNode into) {
        into.put("Name", version.name());
        into.put("Type", version.kind().wireName());
        into.put("Value", version.value());
        into.put("Version", version.version());
        selector.ifPresent(text -> into.put("Selector", ":" + text));
        into.put("LastModifiedDate", seconds(version.modified()));
        into.put("ARN", names.arn(version.name()));
        into.put("DataType", ParameterVersion.DATA_TYPE);
    }

    void metadata(ParameterVersion version, ObjectNode into) {
        into.put("ARN", names.arn(version.name()));
        common(version, into);
    }

    void history(ParameterVersion version, ObjectNode into) {
        common(version, into);
        into.put("Value", version.value());
        version.labels().forEach(into.putArray("Labels")::add);
    }

    private static void common(ParameterVersion version, ObjectNode into) {
        into.put("Name", version.name());
        into.put("Type", version.kind().wireName());
        version.keyId().ifPresent(key -> into.put("KeyId", key));
        into.put("LastModifiedDate", seconds(version.modified()));
        into.put("LastModifiedUser", version.modifiedBy());
        version.description().ifPresent(text -> into.put("Description", text));
        version.allowedPattern().ifPresent(text -> into.put("AllowedPattern", text));
        into.put("Version", version.version());
        into.put("Tier", version.tier().wireName());
        into.putArray("Policies");
        into.put("DataType", ParameterVersion.DATA_TYPE);
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }
}
