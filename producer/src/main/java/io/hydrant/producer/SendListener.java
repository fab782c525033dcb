package io.hydrant.producer;

import java.io.IOException;

/// Is told what happens while records are sent. Calls come one at a time, whichever thread they
/// come from, and hold up the sending while they last.
public interface SendListener {
    void acknowledged(Acknowledged acknowledged) throws IOException;

    default void setback(Setback setback) {}
}
