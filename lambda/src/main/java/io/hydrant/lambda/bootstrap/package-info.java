/// Runs a Lambda handler in Java, in a process of its own. Nothing here but the JDK: the function
/// brings its own libraries, AWS's interfaces among them.
@NullMarked
package io.hydrant.lambda.bootstrap;

import org.jspecify.annotations.NullMarked;
