package io.hydrant.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void fiveHundredRecordsFitAndNotOneMore() {
        Batch batch = new Batch(Batch.MOST_RECORDS);
        for (int i = 0; i < 500; i++) {
            assertThat(batch.isFull()).isFalse();
            assertThat(batch.hasRoomFor(record(100))).isTrue();
            batch.add(record(100));
        }
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.hasRoomFor(record(0))).isFalse();
    }

    @Test
    void fourMebibytesFitAndNotAByteMore() {
        Batch batch = new Batch(Batch.MOST_RECORDS);
        for (int i = 0; i < 4; i++) {
            batch.add(record(MEBIBYTE - 100));
        }
        assertThat(batch.hasRoomFor(record(401))).isFalse();
        assertThat(batch.hasRoomFor(record(400))).isTrue();
        batch.add(record(400));
        assertThat(batch.bytes()).isEqualTo(4_194_304);
        assertThat(batch.isFull()).isTrue();
    }

    private static Outgoing record(int bytes) {
        return Outgoing.of(new byte[bytes]);
    }
}
