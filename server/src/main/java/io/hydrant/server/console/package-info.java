/// The pages for a browser, under `/_hydrant/console/`: files that are read when they are asked
/// for.
@NullMarked
package io.hydrant.server.console;

import org.jspecify.annotations.NullMarked;
