package io.hydrant.core.stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How a stream is encrypted, as the catalog keeps it.
final class EncryptionDocument {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private EncryptionDocument() {}

    static String write(LogEncryption encryption) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("Status", encryption.isOn() ? "ENABLED" : "DISABLED");
        encryption.keyArn().ifPresent(key -> document.put("KeyARN", key));
        document.put("PrintKey", encryption.printKey());
        return document.toString();
    }

    static LogEncryption read(String text) {
        JsonNode document = MAPPER.readTree(text);
        return new LogEncryption(
                LogEncryption.Status.valueOf(document.path("Status").stringValue()),
                document.path("KeyARN").stringValueOpt(),
                document.path("PrintKey").stringValue());
    }
}
