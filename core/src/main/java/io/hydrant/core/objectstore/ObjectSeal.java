package io.hydrant.core.objectstore;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// That an object's bytes are encrypted under a key that the store does not have, and how the key
/// is found. What is encrypted under the store's own keys has none.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface ObjectSeal {
    /// A key that KMS gave for this object.
    ///
    /// @param keyArn the key of KMS by which it is wrapped
    /// @param wrapped base64, as KMS wants it back
    /// @param context the encryption context that it is bound to
    /// @param asked that part of the context that whoever stored the object asked for
    record OfKms(
            String keyArn,
            String wrapped,
            SortedMap<String, String> context,
            SortedMap<String, String> asked,
            boolean hasBucketKey)
            implements ObjectSeal {
        public OfKms {
            context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
            asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
        }
    }

    /// A key that only the customer has.
    ///
    /// @param check by which it is known again ([ObjectSecret#check])
    record OfCustomer(String check) implements ObjectSeal {}
}
