package io.hydrant.core.cloudformation;

import java.util.Optional;

/// A parameter as a request gives it.
public record ParameterInput(String name, Optional<String> value, boolean usePrevious) {}
