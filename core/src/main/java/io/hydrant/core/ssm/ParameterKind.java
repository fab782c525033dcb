package io.hydrant.core.ssm;

import java.util.Arrays;
import java.util.Optional;

/// What AWS calls the type of a parameter.
public enum ParameterKind {
    STRING("String"),
    STRING_LIST("StringList"),
    SECURE_STRING("SecureString");

    private final String wireName;

    ParameterKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<ParameterKind> of(String wireName) {
        return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }
}
