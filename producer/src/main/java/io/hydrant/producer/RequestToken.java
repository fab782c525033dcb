package io.hydrant.producer;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names a request, so that Hydrant takes its records once however often it arrives. AWS ignores
/// it.
///
/// @param producer a run's own random name
/// @param sequence tells the requests of a run apart: the index of the first record in it
record RequestToken(String producer, long sequence) {
    static final String HEADER = "X-Hydrant-Client-Token";
    private static final int NAME_BYTES = 12;

    static String newProducer(SecureRandom random) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    String text() {
        return producer + ":" + sequence;
    }
}
