/// The parameter store of Systems Manager over HTTP: `AmazonSSM.*` in AWS JSON 1.1.
@NullMarked
package io.hydrant.server.ssm;

import org.jspecify.annotations.NullMarked;
