package io.hydrant.core.cloudformation.template;

import java.util.Optional;

/// An output of a stack.
public record Output(
        String name, String value, Optional<String> description, Optional<String> exportName) {}
