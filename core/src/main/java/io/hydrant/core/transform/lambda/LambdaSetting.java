package io.hydrant.core.transform.lambda;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Which function works on a stream's records, and how it is asked.
///
/// @param role whose permission it is to invoke the function; the destination's where none is given
/// @param retries how often a request that failed is repeated
/// @param bufferBytes so many bytes of records go into one request, unless one record has more
/// @param bufferInterval so long the first record of a request waits for others
public record LambdaSetting(
        String arn, Optional<String> role, int retries, long bufferBytes, Duration bufferInterval) {
    /// How often AWS repeats a request when nothing else is said.
    public static final int RETRIES = 3;

    /// AWS's size hint when nothing else is said: 1 MiB.
    public static final long BUFFER_BYTES = 1024 * 1024;

    /// AWS's interval hint when nothing else is said.
    public static final Duration BUFFER_INTERVAL = Duration.ofMinutes(1);

    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024 * 1024);

    public LambdaSetting {
        if (retries < 0 || bufferBytes < 1 || bufferInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "%d retries, %d bytes, %s".formatted(retries, bufferBytes, bufferInterval));
        }
    }

    /// @param parameters the processor's, by their names in the API
    /// @throws IllegalArgumentException when the function is missing or a number is none
    public static LambdaSetting of(Map<String, String> parameters) {
        String arn = parameters.get("LambdaArn");
        if (arn == null) {
            throw new IllegalArgumentException("LambdaArn is missing");
        }
        return new LambdaSetting(
                arn,
                Optional.ofNullable(parameters.get("RoleArn")),
                number(parameters, "NumberOfRetries").map(BigDecimal::intValue).orElse(RETRIES),
                number(parameters, "BufferSizeInMBs")
                        .map(size -> size.multiply(MEBIBYTE).longValue())
                        .orElse(BUFFER_BYTES),
                number(parameters, "BufferIntervalInSeconds")
                        .map(BigDecimal::longValue)
                        .map(Duration::ofSeconds)
                        .orElse(BUFFER_INTERVAL));
    }

    /// The number that a parameter says.
    ///
    /// @throws NumberFormatException when it says none
    public static BigDecimal number(String parameter) {
        return new BigDecimal(parameter.strip());
    }

    private static Optional<BigDecimal> number(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(LambdaSetting::number);
    }
}
