package io.hydrant.systemtest;

import java.util.Random;

/// What a random test is played from: given with `-Dhydrant.seed`, else a new one. It is printed,
/// so that a failure can be replayed.
record Seed(long value, String replay) {
    static Seed of(Class<?> test) {
        long value = Long.getLong("hydrant.seed", System.nanoTime());
        String replay = test.getSimpleName() + ": replay with -Dhydrant.seed=" + value;
        System.out.println(replay);
        return new Seed(value, replay);
    }

    Random random() {
        return new Random(value);
    }
}
