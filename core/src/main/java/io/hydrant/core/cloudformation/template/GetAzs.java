package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.stream.Stream;

/// `Fn::GetAZs`: the zones of a region, of this one when the name is empty: `a`, `b` and `c`.
public record GetAzs(Expression region) implements Expression {
    @Override
    public Value resolve(Scope scope) {
        return switch (region.resolve(scope)) {
            case Value.Unknown unknown -> unknown;
            case Value.Text name -> {
                String in = name.text().isEmpty() ? scope.region() : name.text();
                yield Value.Items.ofTexts(Stream.of("a", "b", "c").map(zone -> in + zone).toList());
            }
            default ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template error: every Fn::GetAZs object must have a String-typed"
                                    + " value.");
        };
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(region);
    }
}
