package io.hydrant.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/// What goes wrong in a simulation, and how often at present.
final class Troubles {
    /// Of the broker: requests and answers that are lost, and what it is told and does late.
    double brokerLosses;

    double brokerLateness;

    /// Leaders die so often.
    double leaderDeaths;

    double adminFailures;

    /// A node is frozen just when it appends what it has processed.
    double frosts;

    /// Of the database: before anything is done, after all is done, and done when nobody waits.
    double databaseRefusals;

    double databaseLosses;
    double databaseDoubts;

    /// Of the store.
    double storeRefusals;

    double storeLosses;
    double storeLateness;

    double transformFailures;

    /// Answers take up to so long.
    int slownessMillis;

    private final SplittableRandom random;

    Troubles(SplittableRandom random) {
        this.random = random;
    }

    SplittableRandom random() {
        return random;
    }

    boolean strikes(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    void maybeFail(double chance, String what) throws IOException {
        if (strikes(chance)) {
            throw new IOException(what);
        }
    }

    Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis + 1));
    }

    /// One thing gets worse or better.
    void change() {
        switch (random.nextInt(15)) {
            case 0 -> brokerLosses = some(0.4);
            case 1 -> brokerLateness = some(0.5);
            case 2 -> leaderDeaths = some(0.3);
            case 3 -> adminFailures = some(0.3);
            case 4 -> databaseRefusals = some(0.3);
            case 5 -> databaseLosses = some(0.3);
            case 6 -> databaseDoubts = some(0.3);
            case 7 -> storeRefusals = some(0.6);
            case 8 -> storeLosses = some(0.6);
            case 9 -> storeLateness = some(0.6);
            case 10 -> transformFailures = some(0.3);
            case 11 -> slownessMillis = random.nextInt(3) == 0 ? random.nextInt(8_000) : 0;
            case 12 -> frosts = some(0.4);
            default -> end();
        }
    }

    private double some(double most) {
        return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
    }

    /// All is well.
    void end() {
        brokerLosses = 0;
        brokerLateness = 0;
        leaderDeaths = 0;
        adminFailures = 0;
        databaseRefusals = 0;
        databaseLosses = 0;
        databaseDoubts = 0;
        storeRefusals = 0;
        storeLosses = 0;
        storeLateness = 0;
        transformFailures = 0;
        slownessMillis = 0;
        frosts = 0;
    }
}
