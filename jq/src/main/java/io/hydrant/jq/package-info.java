/// The language of jq 1.6: programs are compiled once, and evaluated within a budget.
@NullMarked
package io.hydrant.jq;

import org.jspecify.annotations.NullMarked;
