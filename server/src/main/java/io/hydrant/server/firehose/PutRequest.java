package io.hydrant.server.firehose;

import io.hydrant.core.log.RecordBatch;

/// What PutRecord and PutRecordBatch bring, decoded and within the model's constraints.
record PutRequest(String streamName, RecordBatch records) {
    static final int RECORD_BYTES_MAX = 1_024_000;
    static final int RECORDS_MAX = 500;

    /// Of all records together, decoded. Beyond it the answer is InvalidArgumentException, where
    /// the other two limits give ValidationException.
    static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;
}
