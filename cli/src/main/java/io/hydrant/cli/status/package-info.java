/// What delivery streams are at.
@NullMarked
package io.hydrant.cli.status;

import org.jspecify.annotations.NullMarked;
