package io.hydrant.core.cloudformation.template;

import java.util.List;

/// Which branches of `Fn::If` count: both while conditions are not known, then the chosen one.
@FunctionalInterface
public interface Branches {
    Branches BOTH = choice -> List.of(choice.then(), choice.otherwise());

    List<Expression> of(If choice);
}
