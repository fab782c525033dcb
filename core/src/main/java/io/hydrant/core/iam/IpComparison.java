package io.hydrant.core.iam;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses within a CIDR block, IPv4 and IPv6; a bare address is a block of one.
final class IpComparison {
    private IpComparison() {}

    /// A whole address, with or without the length of a prefix.
    static boolean reads(String policy) {
        int slash = policy.indexOf('/');
        String address = slash < 0 ? policy : policy.substring(0, slash);
        boolean whole = address.indexOf(':') >= 0 || address.matches("\\d+(\\.\\d+){3}");
        return whole && matches(policy, address);
    }

    static boolean matches(String policy, String requested) {
        int slash = policy.indexOf('/');
        Optional<byte[]> network = address(slash < 0 ? policy : policy.substring(0, slash));
        Optional<byte[]> candidate = address(requested);
        if (network.isEmpty()
                || candidate.isEmpty()
                || network.get().length != candidate.get().length) {
            return false;
        }
        int bits = network.get().length * 8;
        String prefix = slash < 0 ? Integer.toString(bits) : policy.substring(slash + 1);
        return prefix.matches("\\d{1,3}")
                && Integer.parseInt(prefix) <= bits
                && sameBits(network.get(), candidate.get(), Integer.parseInt(prefix));
    }

    private static boolean sameBits(byte[] left, byte[] right, int count) {
        for (int bit = 0; bit < count; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// Literal addresses only: nothing is ever looked up.
    private static Optional<byte[]> address(String text) {
        boolean literal = text.matches("[0-9.]+") || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
