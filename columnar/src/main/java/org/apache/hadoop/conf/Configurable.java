package org.apache.hadoop.conf;

/// What is given a configuration.
public interface Configurable {
    void setConf(Configuration conf);

    Configuration getConf();
}
