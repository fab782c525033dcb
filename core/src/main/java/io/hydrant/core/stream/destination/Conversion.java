package io.hydrant.core.stream.destination;

/// The data format conversion of a destination, which is switched off: kept as JSON text, because
/// DescribeDeliveryStream shows it as it was sent.
public record Conversion(String settings) {}
