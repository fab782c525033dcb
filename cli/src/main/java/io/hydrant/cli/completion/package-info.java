/// What a shell is told, so that it completes this program's commands.
@NullMarked
package io.hydrant.cli.completion;

import org.jspecify.annotations.NullMarked;
