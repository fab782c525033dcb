package io.hydrant.server.firehose;

import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.StreamMeter;

/// The two ways in.
enum Put {
    RECORD("PutRecord") {
        @Override
        void count(StreamMeter meter, int records, long bytes, long micros) {
            meter.count(Figure.PUT_RECORD_REQUESTS);
            meter.count(Figure.PUT_RECORD_BYTES, bytes);
            meter.measure(Figure.PUT_RECORD_LATENCY, micros);
        }
    },
    BATCH("PutRecordBatch") {
        @Override
        void count(StreamMeter meter, int records, long bytes, long micros) {
            meter.count(Figure.PUT_RECORD_BATCH_REQUESTS);
            meter.count(Figure.PUT_RECORD_BATCH_RECORDS, records);
            meter.count(Figure.PUT_RECORD_BATCH_BYTES, bytes);
            meter.measure(Figure.PUT_RECORD_BATCH_LATENCY, micros);
        }
    };

    private final String operation;
    private final String action;

    Put(String operation) {
        this.operation = operation;
        this.action = "firehose:" + operation;
    }

    String operation() {
        return operation;
    }

    /// As policies name it.
    String action() {
        return action;
    }

    /// Counts records that were taken.
    void count(StreamMeter meter, RecordBatch taken, long micros) {
        count(meter, taken.recordCount(), taken.payloadBytes(), micros);
    }

    abstract void count(StreamMeter meter, int records, long bytes, long micros);
}
