/// The listener: routing, authentication, encoding of answers and errors.
@NullMarked
package io.hydrant.server.http;

import org.jspecify.annotations.NullMarked;
