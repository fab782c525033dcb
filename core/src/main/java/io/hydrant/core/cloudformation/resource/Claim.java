package io.hydrant.core.cloudformation.resource;

import java.util.random.RandomGenerator;

/// What a resource is going to be called, and how it will be known again. The mark is chosen before
/// the resource is made, is written down with the stack, and comes into being with the resource in
/// one step. So whoever finds a resource of that name can tell whether it is the one that was
/// claimed or somebody else's, also when the server was killed between two of these steps.
public record Claim(String physicalId, String mark) {

    /// A mark that nothing else has.
    static String newMark(RandomGenerator random) {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
