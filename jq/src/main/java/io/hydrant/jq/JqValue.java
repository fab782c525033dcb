package io.hydrant.jq;

/// A value of jq: what JSON can say, and nothing else. Values never change. Strings hold no lone
/// surrogates; numbers are doubles, as jq 1.6 knows no others.
public sealed interface JqValue permits JqNull, JqBoolean, JqNumber, JqString, JqArray, JqObject {
    /// The order of jq's types, and their names.
    enum Kind {
        NULL("null"),
        FALSE("boolean"),
        TRUE("boolean"),
        NUMBER("number"),
        STRING("string"),
        ARRAY("array"),
        OBJECT("object");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// What jq's `type` answers.
        public String word() {
            return word;
        }
    }

    Kind kind();

    /// How deep arrays and objects lie in each other here, at most: 0 for what is neither.
    default int depth() {
        return 0;
    }

    /// The text that jq 1.6 prints for this value, without white space: `tojson`. It may be very
    /// much longer than the value is large, which can have the same part many times.
    ///
    /// @throws JqBudgetException if it is longer than the usual limits let values be
    default String json() {
        return JqText.of(this, new Meter(JqLimits.DEFAULT));
    }

    /// A string as it is, anything else as jq prints it: `tostring`.
    default String text() {
        return json();
    }

    /// Whether jq's `if` takes this for true: everything but null and false.
    default boolean isTruthy() {
        return true;
    }
}
