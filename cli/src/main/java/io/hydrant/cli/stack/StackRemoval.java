package io.hydrant.cli.stack;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.BucketCleaner;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.terminal.Figures;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Deletes a stack and waits for the end. A bucket that holds objects is not deleted, as in AWS,
/// unless it is to be emptied. It is emptied once the deletion was accepted and has failed at it:
/// whatever the stack keeps, or no longer has, is not touched, and nothing is when a deletion is
/// refused. The streams that delivered into it are gone by then.
public final class StackRemoval {
    /// A delivery by somebody else may come between.
    private static final int ROUNDS_MAX = 2;

    static final String NOT_EMPTY = "not empty";
    private static final Set<String> UNTAGGED = Set.of("NoSuchTagSet", "NoSuchBucket");

    /// Of the server's own buckets, and of those in another S3, where nobody may use AWS's prefix.
    private static final Set<String> STACK_TAGS =
            Set.of("aws:cloudformation:stack-id", "hydrant:stack-id");

    private static final String USER_INITIATED = "User Initiated";

    private final Clients clients;
    private final HeldFailures events;
    private final StackWatch watch;
    private final Consumer<String> notes;

    /// @param notes is told what is emptied
    public StackRemoval(Clients clients, StackEvents events, Consumer<String> notes) {
        this.clients = clients;
        this.events = new HeldFailures(events);
        this.watch = new StackWatch(clients, this.events);
        this.notes = notes;
    }

    /// @throws CommandFailure when there is no such stack, or something of it stays
    public void carryOut(String name, boolean emptyBuckets) throws InterruptedException {
        Stack stack = watch.find(name).orElseThrow(() -> KnownStacks.noSuchStack(name));
        watch.skipPast(stack.stackId());
        Stack ended = deletedOnceMore(stack, emptyBuckets);
        for (int round = 0; emptyBuckets && round < ROUNDS_MAX; round++) {
            if (ended.stackStatus() != StackStatus.DELETE_FAILED || !empty(stack)) {
                break;
            }
            events.forget();
            ended = deletedOnceMore(stack, round + 1 < ROUNDS_MAX);
        }
        events.tell();
        if (ended.stackStatus() != StackStatus.DELETE_COMPLETE) {
            throw remains(ended);
        }
    }

    /// Why it stays: its own words, or, when it went back to what it was, those of the latest event
    /// that has any.
    private String reason(Stack ended) {
        String own = Optional.ofNullable(ended.stackStatusReason()).orElse("").strip();
        return own.isEmpty() ? latestReason(ended) : own;
    }

    private String latestReason(Stack ended) {
        return clients
                .cloudFormation()
                .describeStackEvents(request -> request.stackName(ended.stackId()))
                .stackEvents()
                .stream()
                .map(event -> Optional.ofNullable(event.resourceStatusReason()).orElse("").strip())
                .filter(text -> !text.isEmpty() && !text.equals(USER_INITIATED))
                .findFirst()
                .orElse("no reason was given");
    }

    /// @param isHeld whether a bucket that is not empty is no failure yet
    private Stack deletedOnceMore(Stack stack, boolean isHeld) throws InterruptedException {
        events.hold(isHeld);
        clients.cloudFormation().deleteStack(request -> request.stackName(stack.stackId()));
        return watch.untilDone(stack.stackId());
    }

    /// Whether there was anything to empty.
    private boolean empty(Stack stack) {
        List<String> buckets = bucketsInTheWay(stack);
        for (String bucket : buckets) {
            long deleted = new BucketCleaner(clients.s3(bucket)).empty(bucket);
            notes.accept(
                    "emptied s3://"
                            + bucket
                            + ": "
                            + Figures.count(deleted, "object version")
                            + " deleted");
        }
        return !buckets.isEmpty();
    }

    /// The stack's own buckets that its deletion has failed at because they hold objects.
    private List<String> bucketsInTheWay(Stack stack) {
        return clients
                .cloudFormation()
                .listStackResourcesPaginator(request -> request.stackName(stack.stackId()))
                .stackResourceSummaries()
                .stream()
                .filter(resource -> resource.resourceType().equals("AWS::S3::Bucket"))
                .filter(resource -> resource.resourceStatus() == ResourceStatus.DELETE_FAILED)
                .filter(resource ->
                        String.valueOf(resource.resourceStatusReason()).contains(NOT_EMPTY))
                .map(StackResourceSummary::physicalResourceId)
                .filter(bucket -> isOf(stack, bucket))
                .toList();
    }

    /// Whether the bucket of that name is the one that the stack made: CloudFormation tags it.
    private boolean isOf(Stack stack, String bucket) {
        try {
            return clients.s3(bucket).getBucketTagging(get -> get.bucket(bucket)).tagSet().stream()
                    .filter(tag -> STACK_TAGS.contains(tag.key()))
                    .anyMatch(tag -> tag.value().equals(stack.stackId()));
        } catch (S3Exception e) {
            if (UNTAGGED.contains(e.awsErrorDetails().errorCode())) {
                return false;
            }
            throw e;
        }
    }

    private CommandFailure remains(Stack ended) {
        boolean isFull =
                ended.stackStatus() == StackStatus.DELETE_FAILED
                        && !bucketsInTheWay(ended).isEmpty();
        return new CommandFailure(
                "The stack %s ended in %s: %s"
                        .formatted(ended.stackName(), ended.stackStatusAsString(), reason(ended)),
                isFull
                        ? "A bucket that holds objects is kept, as in AWS; --empty-buckets empties it, versions included."
                        : "Remove what is in the way, and delete the stack again.");
    }
}
