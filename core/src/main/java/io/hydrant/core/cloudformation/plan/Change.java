package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import java.util.List;

/// What is to happen to one resource of a stack.
public sealed interface Change {
    String logicalId();

    String type();

    record Add(ResolvedResource wanted) implements Change {
        @Override
        public String logicalId() {
            return wanted.logicalId();
        }

        @Override
        public String type() {
            return wanted.type();
        }
    }

    /// In place, unless a value that is not known yet turns out to need a replacement.
    record Modify(StackResource current, ResolvedResource wanted, List<Difference> differences)
            implements Change {
        public Modify {
            differences = List.copyOf(differences);
        }

        @Override
        public String logicalId() {
            return wanted.logicalId();
        }

        @Override
        public String type() {
            return wanted.type();
        }
    }

    /// Another physical resource is made; the old one is removed when all else is done.
    record Replace(StackResource current, ResolvedResource wanted, List<Difference> differences)
            implements Change {
        public Replace {
            differences = List.copyOf(differences);
        }

        @Override
        public String logicalId() {
            return wanted.logicalId();
        }

        @Override
        public String type() {
            return wanted.type();
        }
    }

    record Remove(StackResource current) implements Change {
        @Override
        public String logicalId() {
            return current.logicalId();
        }

        @Override
        public String type() {
            return current.type();
        }
    }
}
