package io.hydrant.cli.stack;

import io.hydrant.cli.CommandFailure;
import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.BucketCleaner;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// Deletes a stack and waits for the end. A bucket that holds objects is not deleted, as in AWS,
/// unless it is to be emptied first.
public final class Removal {
    private final Clients clients;
    private final StackWatch watch;
    private final Consumer<String> notes;

    /// @param notes is told what is emptied
    public Removal(Clients clients, StackEvents events, Consumer<String> notes) {
        this.clients = clients;
        this.watch = new StackWatch(clients, events);
        this.notes = notes;
    }

    /// @throws CommandFailure when there is no such stack, or something of it stays
    public void carryOut(String name, boolean emptyBuckets) throws InterruptedException {
        Stack stack = watch.find(name).orElseThrow(() -> noSuchStack(name));
        watch.skipPast(stack.stackId());
        if (emptyBuckets) {
            empty(stack);
        }
        Stack ended = delete(stack);
        if (emptyBuckets && ended.stackStatus() == StackStatus.DELETE_FAILED) {
            // A delivery may have come between. Its stream is gone by now.
            empty(stack);
            ended = delete(stack);
        }
        if (ended.stackStatus() != StackStatus.DELETE_COMPLETE) {
            throw remains(ended);
        }
    }

    private Stack delete(Stack stack) throws InterruptedException {
        clients.cloudFormation().deleteStack(request -> request.stackName(stack.stackId()));
        return watch.untilDone(stack.stackId());
    }

    private void empty(Stack stack) {
        BucketCleaner cleaner = new BucketCleaner(clients.s3());
        for (String bucket : buckets(stack)) {
            long deleted = cleaner.empty(bucket);
            notes.accept("emptied s3://" + bucket + ": " + deleted + " object versions deleted");
        }
    }

    private List<String> buckets(Stack stack) {
        return clients
                .cloudFormation()
                .listStackResourcesPaginator(request -> request.stackName(stack.stackId()))
                .stackResourceSummaries()
                .stream()
                .filter(resource -> resource.resourceType().equals("AWS::S3::Bucket"))
                .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE)
                .map(StackResourceSummary::physicalResourceId)
                .filter(bucket -> bucket != null && !bucket.isEmpty())
                .toList();
    }

    private static CommandFailure noSuchStack(String name) {
        return new CommandFailure(
                "There is no stack " + name + ".",
                "`aws cloudformation list-stacks` shows those that there are.");
    }

    private static CommandFailure remains(Stack ended) {
        String reason = Optional.ofNullable(ended.stackStatusReason()).orElse("").strip();
        return new CommandFailure(
                "The stack %s ended in %s: %s"
                        .formatted(ended.stackName(), ended.stackStatusAsString(), reason),
                "A bucket that holds objects is kept, as in AWS; --empty-buckets empties it first, versions included.");
    }
}
