package org.locationtech.jts.geom;

/// A geometry, of which there is none.
public final class Geometry {
    private Geometry() {}
}
