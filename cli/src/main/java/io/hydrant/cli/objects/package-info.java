/// What lies in buckets: listed, read, and accounted for.
@NullMarked
package io.hydrant.cli.objects;

import org.jspecify.annotations.NullMarked;
