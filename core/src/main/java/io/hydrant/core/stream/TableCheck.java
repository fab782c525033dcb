package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.stream.destination.Conversion;

/// The check whether records can be converted into the columns of a table. At creation the answer
/// is only a courtesy to the caller: delivery asks again.
@FunctionalInterface
public interface TableCheck {
    /// That of a server that converts no records.
    TableCheck NONE =
            (_, _) -> {
                throw FirehoseError.notSupported("data format conversion");
            };

    /// @throws io.hydrant.aws.ServiceException when they cannot, in Firehose's words
    void check(Conversion conversion, Arn stream);
}
