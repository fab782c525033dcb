package org.apache.hadoop.io;

/// A value that has an order.
@SuppressWarnings("ComparableType")
public interface WritableComparable<T> extends Writable, Comparable<T> {}
