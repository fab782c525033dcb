package io.hydrant.systemtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Something that goes wrong in a cluster, at a time, and is well again later. What is counted is
/// counted from 0.
sealed interface Mishap {
    /// From the beginning of the storm.
    long atMillis();

    long lastsMillis();

    record NodeKilled(long atMillis, long lastsMillis, int node) implements Mishap {}

    record NodeFrozen(long atMillis, long lastsMillis, int node) implements Mishap {}

    record BrokerKilled(long atMillis, long lastsMillis, int broker) implements Mishap {}

    record DatabaseKilled(long atMillis, long lastsMillis) implements Mishap {}

    record StoreKilled(long atMillis, long lastsMillis) implements Mishap {}

    /// @param weather of what connects the node with that side
    record BadWeather(long atMillis, long lastsMillis, int node, Side side, Link.Weather weather)
            implements Mishap {}

    /// What a node is connected with.
    enum Side {
        BROKERS,
        DATABASE,
        STORE,
        ALL
    }

    /// Draws what goes wrong in so long a storm.
    static List<Mishap> draw(Random random, long stormMillis) {
        return new Draw(random, stormMillis).all();
    }

    /// One broker at a time is away, and comes back into the in-sync set before the next: with two
    /// away nothing can be acknowledged. All else is left to chance.
    final class Draw {
        private static final long SPACING_MILLIS = 2600;
        private static final long BROKERS_REST_MILLIS = 9000;
        private static final long NODE_AWAY_MAX_MILLIS = 9000;
        private static final long FREEZE_MAX_MILLIS = 20_000;
        private static final long BROKER_AWAY_MAX_MILLIS = 4000;
        private static final long SERVER_AWAY_MAX_MILLIS = 4000;
        private static final long WEATHER_MAX_MILLIS = 12_000;

        private final Random random;
        private final long stormMillis;
        private final List<Mishap> all = new ArrayList<>();
        private long brokersRestUntil;

        private Draw(Random random, long stormMillis) {
            this.random = random;
            this.stormMillis = stormMillis;
        }

        private List<Mishap> all() {
            for (long at = 500; at < stormMillis; at += 1 + random.nextLong(SPACING_MILLIS)) {
                draw(at);
            }
            all.sort(Comparator.comparingLong(Mishap::atMillis));
            return List.copyOf(all);
        }

        private void draw(long at) {
            int chance = random.nextInt(100);
            if (chance < 30) {
                all.add(new NodeKilled(at, upTo(NODE_AWAY_MAX_MILLIS), node()));
            } else if (chance < 55) {
                all.add(new NodeFrozen(at, 1000 + upTo(freezeMax()), node()));
            } else if (chance < 63) {
                drawBroker(at);
            } else if (chance < 71) {
                all.add(new DatabaseKilled(at, upTo(SERVER_AWAY_MAX_MILLIS)));
            } else if (chance < 79) {
                all.add(new StoreKilled(at, upTo(SERVER_AWAY_MAX_MILLIS)));
            } else {
                Link.Weather[] bad = Link.Weather.values();
                Side[] sides = Side.values();
                all.add(
                        new BadWeather(
                                at,
                                300 + upTo(WEATHER_MAX_MILLIS),
                                node(),
                                sides[random.nextInt(sides.length)],
                                bad[1 + random.nextInt(bad.length - 1)]));
            }
        }

        private void drawBroker(long at) {
            if (at < brokersRestUntil) {
                return;
            }
            long lasts = upTo(BROKER_AWAY_MAX_MILLIS);
            all.add(new BrokerKilled(at, lasts, random.nextInt(Cluster.BROKERS)));
            brokersRestUntil = at + lasts + BROKERS_REST_MILLIS;
        }

        /// Mostly short; one of four is long enough that all the others take the node for dead.
        private long freezeMax() {
            return random.nextInt(4) == 0 ? FREEZE_MAX_MILLIS - 1000 : 4000;
        }

        private long upTo(long millis) {
            return random.nextLong(millis);
        }

        private int node() {
            return random.nextInt(Cluster.NODES);
        }
    }
}
