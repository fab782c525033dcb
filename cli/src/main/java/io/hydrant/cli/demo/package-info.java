/// The whole pipeline in one command.
@NullMarked
package io.hydrant.cli.demo;

import org.jspecify.annotations.NullMarked;
