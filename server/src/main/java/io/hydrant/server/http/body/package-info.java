/// Requests and answers as bytes, and how much of the heap bodies may take.
@NullMarked
package io.hydrant.server.http.body;

import org.jspecify.annotations.NullMarked;
