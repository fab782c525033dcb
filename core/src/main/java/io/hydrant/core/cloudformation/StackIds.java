package io.hydrant.core.cloudformation;

import io.hydrant.aws.Arn;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Makes the ids of stacks and change sets of one account and region, and stacks to begin with.
final class StackIds {
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final Identifiers identifiers;

    StackIds(String region, String account, InstantSource clock, Identifiers identifiers) {
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.identifiers = identifiers;
    }

    String next(String stackName) {
        return arn("stack/" + stackName + "/" + identifiers.timed());
    }

    String nextChangeSet(String name) {
        return arn("changeSet/" + name + "/" + identifiers.timed());
    }

    private String arn(String resource) {
        return new Arn("aws", "cloudformation", region, account, resource).toString();
    }

    /// A stack before anything has happened to it.
    Stack stack(String id, StackSettings settings) {
        return new Stack(
                id,
                StackId.name(id),
                StackStatus.REVIEW_IN_PROGRESS,
                Optional.empty(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                settings,
                List.of(),
                Optional.empty());
    }
}
