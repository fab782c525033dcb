package io.hydrant.core.cloudformation.template;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// `Fn::Base64`: a text's UTF-8 bytes in base64.
public record EncodeBase64(Expression text) implements Expression {
    @Override
    public Value resolve(Scope scope) {
        return switch (text.resolve(scope)) {
            case Value.Unknown unknown -> unknown;
            case Value.Text plain -> {
                scope.budget().text(plain.text().length() * 2L);
                yield Value.Text.of(
                        Base64.getEncoder()
                                .encodeToString(plain.text().getBytes(StandardCharsets.UTF_8)));
            }
            default ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template error: every Fn::Base64 object must have a String-typed"
                                    + " value.");
        };
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(text);
    }
}
