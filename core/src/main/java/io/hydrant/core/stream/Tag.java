package io.hydrant.core.stream;

import java.util.Optional;

public record Tag(String key, Optional<String> value) {}
