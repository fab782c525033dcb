package io.hydrant.core.stream.request;

import io.hydrant.aws.Arn;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.document.DestinationDocument;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The roles that a request gives to Firehose, wherever in it they stand, in blocks that are
/// switched off as well. Whoever sends it must be allowed to pass on each of them, which nobody is
/// for a role of another account.
public final class PassedRoles {
    private PassedRoles() {}

    /// @throws io.hydrant.aws.ServiceException InvalidArgumentException for a role of Glue that is
    ///   of another account, or none at all
    public static Set<String> of(JsonNode request, String account) {
        request.findValues("SchemaConfiguration")
                .forEach(schema -> checkGlueRole(schema.path("RoleARN"), account));
        return in(request);
    }

    /// Those that a stream has already.
    public static Set<String> of(Destination destination) {
        return in(DestinationDocument.write(destination));
    }

    private static Set<String> in(JsonNode settings) {
        Set<String> roles = new LinkedHashSet<>(settings.findValuesAsString("RoleARN"));
        settings.findParents("ParameterName").stream()
                .filter(parameter ->
                        parameter
                                .path("ParameterName")
                                .asString()
                                .equals(ProcessorParameter.ROLE_ARN.wireName()))
                .map(parameter -> parameter.path("ParameterValue").asString(""))
                .filter(S3Shapes.ROLE_ARN::accepts) // What is none is refused by the rules.
                .forEach(roles::add);
        return roles;
    }

    /// The model lets it be any text.
    private static void checkGlueRole(JsonNode role, String account) {
        if (role.isMissingNode()) {
            return;
        }
        String arn = role.asString("");
        if (!S3Shapes.ROLE_ARN.accepts(arn)) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "SchemaConfiguration.RoleARN %s is not the ARN of a role", arn);
        }
        if (!Arn.parse(arn).account().equals(account)) {
            throw FirehoseError.INVALID_ARGUMENT.because("Cross-account pass role is not allowed.");
        }
    }
}
