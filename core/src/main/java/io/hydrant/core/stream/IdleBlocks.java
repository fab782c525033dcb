package io.hydrant.core.stream;

import java.util.Optional;

/// Blocks of a destination that are switched off (`Enabled: false`). They do nothing; they are
/// kept, as JSON text, because DescribeDeliveryStream shows them as they were sent.
public record IdleBlocks(
        Optional<String> processing,
        Optional<String> formatConversion,
        Optional<String> dynamicPartitioning,
        Optional<String> backup) {}
