package org.locationtech.jts.io;

import org.locationtech.jts.geom.Geometry;

/// What each builder of statistics has, and asks for columns of geometries alone.
public class WKBReader {
    public Geometry read(byte[] bytes) throws ParseException {
        throw new ParseException("Geometries are not read");
    }
}
