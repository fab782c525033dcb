package io.hydrant.kafka;

import org.jspecify.annotations.Nullable;

/// A message of a topic. What is in its arrays does not change.
///
/// @param number its place in the topic: the next one's is higher by one
record Message(long number, byte @Nullable [] key, byte @Nullable [] value) {}
