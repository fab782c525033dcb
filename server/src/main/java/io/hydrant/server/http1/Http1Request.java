package io.hydrant.server.http1;

import io.hydrant.aws.RequestHead;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/// A request whose head was read. Belongs to the thread that answers it.
///
/// @param fault what is wrong with the head, so that the request can only be refused; `body` is
///   empty then
/// @param contentLength of the body; empty when it comes in chunks
/// @param isOld whether it is of HTTP/1.0
public record Http1Request(
        RequestHead head,
        RequestBody body,
        OptionalLong contentLength,
        Optional<BadRequestException> fault,
        InetAddress peer,
        boolean isSecure,
        boolean isOld) {

    public boolean isHead() {
        return head.method().equals("HEAD");
    }

    /// Whether the client waits to be told to send the body.
    public boolean isWaiting() {
        return !isOld && isWaiting(head);
    }

    static boolean isWaiting(RequestHead head) {
        return head.headers().get("Expect").isPresent();
    }

    /// Whether the client means to send another request on the connection.
    boolean isPersistent() {
        String wish = head.headers().get("Connection").orElse("");
        return isOld ? names(wish, "keep-alive") : !names(wish, "close");
    }

    private static boolean names(String list, String option) {
        for (String one : list.split(",", -1)) {
            if (one.strip().equalsIgnoreCase(option)) {
                return true;
            }
        }
        return false;
    }
}
