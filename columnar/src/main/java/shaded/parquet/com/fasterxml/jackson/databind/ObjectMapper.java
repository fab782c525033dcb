package shaded.parquet.com.fasterxml.jackson.databind;

/// What there is one of as long as the class is loaded that might print.
public class ObjectMapper {
    public ObjectMapper configure(SerializationFeature feature, boolean isOn) {
        return this;
    }

    public ObjectWriter writer() {
        return new ObjectWriter();
    }

    public ObjectWriter writerWithDefaultPrettyPrinter() {
        return new ObjectWriter();
    }
}
