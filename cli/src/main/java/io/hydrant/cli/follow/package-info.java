/// Files that grow and are rotated, sent row by row as an agent does.
@NullMarked
package io.hydrant.cli.follow;

import org.jspecify.annotations.NullMarked;
