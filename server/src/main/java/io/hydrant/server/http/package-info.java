/// The listener: one port, how it stops, and what is done about whatever goes wrong.
@NullMarked
package io.hydrant.server.http;

import org.jspecify.annotations.NullMarked;
