package io.hydrant.aws;

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`. The resource may hold
/// colons.
public record Arn(
        String partition, String service, String region, String account, String resource) {

    /// @throws IllegalArgumentException when `text` has not six parts or does not begin with `arn:`
    public static Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn")) {
            throw new IllegalArgumentException("Not an ARN: " + text);
        }
        return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
