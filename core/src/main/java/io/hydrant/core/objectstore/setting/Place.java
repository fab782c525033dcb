package io.hydrant.core.objectstore.setting;

import java.util.function.Predicate;

/// Where a setting is put: on which bucket, whether it has one already, and which buckets there
/// are.
record Place(String bucket, boolean isSet, Predicate<String> buckets) {}
