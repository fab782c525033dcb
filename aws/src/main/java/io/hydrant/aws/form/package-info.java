/// Uploads from HTML forms: multipart bodies and the signed policies that allow them.
@NullMarked
package io.hydrant.aws.form;

import org.jspecify.annotations.NullMarked;
