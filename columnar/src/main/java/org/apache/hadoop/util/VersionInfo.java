package org.apache.hadoop.util;

/// The version of Hadoop whose ways ORC goes: before the third there are warnings.
public class VersionInfo {
    private VersionInfo() {}

    public static String getVersion() {
        return "3.4.2";
    }
}
