package io.hydrant.core.cloudformation.stack;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hydrant.core.iam.Principal;
import tools.jackson.databind.json.JsonMapper;

/// Writes records as the JSON documents of the catalog, and reads them back.
public final class Documents {
    /// A principal's document says which kind it is.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kinds {}

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addMixIn(Principal.class, Kinds.class)
                    .registerSubtypes(
                            Principal.Root.class,
                            Principal.User.class,
                            Principal.RoleSession.class,
                            Principal.Service.class,
                            Principal.Anonymous.class)
                    .build();

    private Documents() {}

    public static String write(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    public static <T> T read(String document, Class<T> type) {
        return MAPPER.readValue(document, type);
    }
}
