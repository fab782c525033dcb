/// Records of JSON as rows, as OpenX's JSON SerDe and Hive's read them, and AWS where it differs.
@NullMarked
package io.hydrant.core.conversion.json;

import org.jspecify.annotations.NullMarked;
