package io.hydrant.core.cloudformation.template;

/// How much what a template's functions come to may take, all of it together: a few lines can ask
/// for more than any machine has. Every piece is paid for before it is made. Belongs to one thread.
final class TextBudget {
    /// In characters. A template has at most a million; what it comes to is seldom longer, but a
    /// text within functions within functions is paid for at each.
    static final int CHARACTERS_MAX = 4_000_000;

    /// What a value costs beside its characters.
    private static final int VALUE = 40;

    private long left = CHARACTERS_MAX;

    /// Pays for a text that is about to be made.
    ///
    /// @throws io.hydrant.aws.ServiceException when it is too much
    void text(long length) {
        left -= length + VALUE;
        if (left < 0) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: the values of the template's functions are longer than %d"
                            + " characters together",
                    CHARACTERS_MAX);
        }
    }

    /// Pays for a value that is put in the place of a reference.
    Value placed(Value value) {
        switch (value) {
            case Value.Text text -> text(text.text().length());
            case Value.Items list -> list.items().forEach(this::placed);
            case Value.Fields map -> map.fields().values().forEach(this::placed);
            case Value.Null nothing -> text(0);
            case Value.Omitted omitted -> text(0);
            case Value.Unknown unknown -> text(0);
        }
        return value;
    }
}
