package io.hydrant.columnar;

import io.hydrant.core.conversion.HiveType.Decimal;
import java.math.BigDecimal;

/// Decimals as a column of a table has them.
final class HiveNumbers {
    private HiveNumbers() {}

    /// The number with the scale of its column.
    static BigDecimal fitting(BigDecimal number, Decimal type) {
        BigDecimal scaled = number.setScale(type.scale());
        if (scaled.precision() > type.precision()) {
            throw new IllegalArgumentException(
                    "%s is no decimal(%d,%d)".formatted(number, type.precision(), type.scale()));
        }
        return scaled;
    }
}
