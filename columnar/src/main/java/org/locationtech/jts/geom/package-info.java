/// Geometry, by the names that JTS gives it: what its reader would return.
@NullMarked
package org.locationtech.jts.geom;

import org.jspecify.annotations.NullMarked;
