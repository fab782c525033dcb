package io.hydrant.core.logevents;

/// Which streams of a group are listed, and in which order.
///
/// @param prefix of their names, which may be empty
/// @param isByTime by their last events, else by their names
/// @param skipped how many were listed already
public record StreamListing(
        String prefix, boolean isByTime, boolean isDescending, int limit, int skipped) {}
