package io.hydrant.core;

/// What nobody foresaw: a mistake in the program, or no memory, stack or thread left. Only the
/// first two are bugs in the strict sense, but a program meets all of them in the same way.
public enum Bug {
    MISTAKE {
        @Override
        public RuntimeException at(String place) {
            throw new IllegalStateException("a bug at " + place);
        }
    },
    FAILED_ASSERTION {
        @Override
        public RuntimeException at(String place) {
            throw new AssertionError("a bug at " + place);
        }
    },
    NO_MEMORY {
        @Override
        public RuntimeException at(String place) {
            throw new OutOfMemoryError("Java heap space at " + place);
        }
    },
    NO_STACK {
        @Override
        public RuntimeException at(String place) {
            throw new StackOverflowError(place);
        }
    },
    NO_THREAD {
        @Override
        public RuntimeException at(String place) {
            throw new OutOfMemoryError("unable to create native thread at " + place);
        }
    };

    /// Never returns: to be called as `throw bug.at(place)`.
    public abstract RuntimeException at(String place);

    /// Another one for each number.
    public static Bug of(int number) {
        return values()[Math.floorMod(number, values().length)];
    }
}
