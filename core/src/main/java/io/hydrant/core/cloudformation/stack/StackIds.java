package io.hydrant.core.cloudformation.stack;

import io.hydrant.aws.Arn;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes the ids of stacks, change sets, operations and events of one account and region, and
/// stacks to begin with.
public final class StackIds {
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final Identifiers identifiers;

    public StackIds(String region, String account, InstantSource clock, RandomGenerator random) {
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.identifiers = new Identifiers(clock, random);
    }

    public String next(String stackName) {
        return arn("stack/" + stackName + "/" + identifiers.timed());
    }

    String nextOperation() {
        return identifiers.timed();
    }

    String nextEvent() {
        return identifiers.timed();
    }

    public String nextChangeSet(String name) {
        return arn("changeSet/" + name + "/" + identifiers.timed());
    }

    private String arn(String resource) {
        return new Arn("aws", "cloudformation", region, account, resource).toString();
    }

    /// A stack before anything has happened to it.
    public Stack stack(String id, StackSettings settings) {
        return new Stack(
                id,
                StackId.name(id),
                new Stack.State(StackStatus.REVIEW_IN_PROGRESS, Optional.empty()),
                Stack.Life.from(clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                settings,
                List.of());
    }
}
