/// Sends records to a delivery stream, of Hydrant or of AWS: one by one, in batches, at a pace, and
/// until every one of them is acknowledged. [Producer] is for programs that have records one at a
/// time, [Sending] for those that read them from somewhere.
@NullMarked
package io.hydrant.producer;

import org.jspecify.annotations.NullMarked;
