package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The object that a TemplateURL means. Whatever the host, it is looked for in Hydrant's own store:
/// `http://127.0.0.1:4566/B/K`, `http://B.localhost:4566/K`, `https://s3.amazonaws.com/B/K` and
/// `https://B.s3.eu-west-1.amazonaws.com/K` alike. A bucket is part of the host as it is in
/// requests to the server.
record TemplateLocation(String bucket, String key, Optional<String> version) {
    private static final Pattern VIRTUAL_HOST =
            Pattern.compile("(?!s3[.-])(.+?)\\.(?:s3[.-].*|localhost)");

    private static final Pattern VERSION = Pattern.compile("versionId=([^&]+)");

    static TemplateLocation parse(String url) {
        URI uri = uri(url);
        if ("s3".equals(uri.getScheme())) {
            throw CloudFormationError.VALIDATION.because(
                    "S3 error: Domain name specified in %s is not a valid S3 domain",
                    uri.getHost() == null ? url : uri.getHost());
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        String path = uri.getPath();
        if (!http || uri.getHost() == null || path == null || path.length() < 2) {
            throw unsupported();
        }
        Matcher virtual = VIRTUAL_HOST.matcher(uri.getHost().toLowerCase(Locale.ROOT));
        if (virtual.matches()) {
            return new TemplateLocation(virtual.group(1), path.substring(1), version(uri));
        }
        int slash = path.indexOf('/', 1);
        if (slash < 0 || slash == path.length() - 1) {
            throw unsupported();
        }
        return new TemplateLocation(
                path.substring(1, slash), path.substring(slash + 1), version(uri));
    }

    /// A query can ask for a version, and for nothing else.
    private static Optional<String> version(URI uri) {
        if (uri.getRawQuery() == null) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(uri.getRawQuery());
        if (version.matches()) {
            return Optional.of(version.group(1));
        }
        throw CloudFormationError.VALIDATION.because(
                "Hydrant does not support a TemplateURL with a query other than versionId.");
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw unsupported();
        }
    }

    private static ServiceException unsupported() {
        return CloudFormationError.VALIDATION.because("TemplateURL must be a supported URL.");
    }
}
