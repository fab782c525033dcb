package io.hydrant.cli.objects;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `s3://BUCKET/KEY`, or without `s3://`, where the key may be empty or a prefix.
public record S3Address(String bucket, String key) {
    private static final String SCHEME = "s3://";

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }

    public static final class Converter implements ITypeConverter<S3Address> {
        @Override
        public S3Address convert(String text) {
            String rest = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            if (bucket.isEmpty()) {
                throw new TypeConversionException("\"" + text + "\" is not like s3://BUCKET/KEY");
            }
            return new S3Address(bucket, slash < 0 ? "" : rest.substring(slash + 1));
        }
    }
}
