package io.hydrant.core.objectstore;

import java.util.zip.Checksum;

/// CRC-64/NVME: reflected, all ones in and out; "123456789" gives ae8b14860a799888. Eight bytes at
/// a time, by eight tables.
final class Crc64Nvme implements Checksum {
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[][] TABLES = tables();

    private long state = -1;

    @Override
    public void update(int b) {
        state = TABLES[0][(int) (state ^ b) & 0xFF] ^ state >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (end - at >= 8) {
            long block = state;
            for (int i = 0; i < 8; i++) {
                block ^= (bytes[at + i] & 0xFFL) << 8 * i;
            }
            state =
                    TABLES[7][(int) block & 0xFF]
                            ^ TABLES[6][(int) (block >>> 8) & 0xFF]
                            ^ TABLES[5][(int) (block >>> 16) & 0xFF]
                            ^ TABLES[4][(int) (block >>> 24) & 0xFF]
                            ^ TABLES[3][(int) (block >>> 32) & 0xFF]
                            ^ TABLES[2][(int) (block >>> 40) & 0xFF]
                            ^ TABLES[1][(int) (block >>> 48) & 0xFF]
                            ^ TABLES[0][(int) (block >>> 56)];
            at += 8;
        }
        while (at < end) {
            update(bytes[at++]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int t = 1; t < 8; t++) {
                long before = tables[t - 1][i];
                tables[t][i] = tables[0][(int) before & 0xFF] ^ before >>> 8;
            }
        }
        return tables;
    }
}
