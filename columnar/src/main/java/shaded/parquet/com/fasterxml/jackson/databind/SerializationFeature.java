package shaded.parquet.com.fasterxml.jackson.databind;

/// What is set of JSON, without effect.
public enum SerializationFeature {
    FAIL_ON_EMPTY_BEANS
}
