package io.hydrant.server;

import io.hydrant.lambda.local.LocalFunction;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Which functions streams may use.
///
/// @param here those that run on this machine
/// @param elsewhere where all others are, if there are any
public record FunctionSettings(List<LocalFunction> here, Optional<Elsewhere> elsewhere) {
    /// None at all.
    public static final FunctionSettings NONE = new FunctionSettings(List.of(), Optional.empty());

    public FunctionSettings {
        here = List.copyOf(here);
    }

    /// Where functions are that do not run here.
    public sealed interface Elsewhere {
        /// AWS Lambda, in the region that a function's ARN names.
        record Aws() implements Elsewhere {}

        /// Whatever speaks the Lambda API there.
        record At(URI endpoint) implements Elsewhere {}
    }
}
