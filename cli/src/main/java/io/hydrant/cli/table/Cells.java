package io.hydrant.cli.table;

/// Is told what the fields of a row mean, one after the other.
interface Cells {
    /// For who only wants to know whether a field is of a type.
    Cells NOBODY =
            new Cells() {
                @Override
                public void number(String json) {}

                @Override
                public void text(String text) {}

                @Override
                public void truth(boolean value) {}

                @Override
                public void missing() {}
            };

    /// @param json as JSON spells it: `1`, `-0.5`
    void number(String json);

    void text(String text);

    void truth(boolean value);

    void missing();
}
