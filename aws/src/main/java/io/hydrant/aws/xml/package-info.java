/// Writing and reading the XML that S3 and the Query services speak.
@NullMarked
package io.hydrant.aws.xml;

import org.jspecify.annotations.NullMarked;
