package io.hydrant.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How clients call the host that listens at `address`.
///
/// @param told names that it was given
record ListeningHost(InetAddress address, Set<String> told) {
    private static final Logger LOG = System.getLogger(ListeningHost.class.getName());

    /// All names and addresses by which it may be called, beside those of the machine for itself.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(told);
        if (address.isAnyLocalAddress()) {
            addHostName(names);
            outward().forEach(one -> names.add(literal(one)));
        } else if (!address.isLoopbackAddress()) {
            names.add(literal(address));
        }
        return names;
    }

    /// An address at which it answers: to others, when it listens to others.
    String inUri() {
        InetAddress shown =
                address.isAnyLocalAddress()
                        ? outward().stream().findFirst().orElse(InetAddress.getLoopbackAddress())
                        : address;
        return shown instanceof Inet6Address ? "[" + literal(shown) + "]" : literal(shown);
    }

    private static void addHostName(Set<String> names) {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            if (name.matches("[A-Za-z0-9][A-Za-z0-9.-]*") && !name.equals("localhost")) {
                names.add(name);
            }
        } catch (UnknownHostException nameless) {
            LOG.log(Level.DEBUG, () -> "This host's name is not known: " + nameless);
        }
    }

    /// The addresses at which others reach this machine, IPv4 first, in the order of interfaces.
    private static List<InetAddress> outward() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface one :
                    NetworkInterface.networkInterfaces()
                            .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                            .toList()) {
                if (one.isUp() && !one.isLoopback()) {
                    one.inetAddresses().filter(it -> !it.isLinkLocalAddress()).forEach(found::add);
                }
            }
        } catch (SocketException unknown) {
            LOG.log(Level.DEBUG, () -> "The addresses of this host are not known: " + unknown);
        }
        found.sort(Comparator.comparing(it -> !(it instanceof Inet4Address)));
        return found;
    }

    /// Without the zone of an IPv6 address.
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
