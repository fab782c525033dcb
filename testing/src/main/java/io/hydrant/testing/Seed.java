package io.hydrant.testing;

import java.util.Random;

/// What a random test is played from: given with `-Dhydrant.seed`, else a new one. It is printed,
/// so that a failure can be replayed.
public record Seed(long value, String replay) {
    public static Seed of(Class<?> test) {
        long value = Long.getLong("hydrant.seed", System.nanoTime());
        String replay = test.getSimpleName() + ": replay with -Dhydrant.seed=" + value;
        System.out.println(replay);
        return new Seed(value, replay);
    }

    public Random random() {
        return new Random(value);
    }
}
