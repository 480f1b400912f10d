package com.android.org.conscrypt;

import java.net.Socket;

/** What sockets of these names have in common: the name they were told. */
public abstract class AbstractConscryptSocket extends Socket {
    private final String peerHostname;
    /** What was written. */
    protected int taken;

    AbstractConscryptSocket(String host) {
        peerHostname = host;
    }

    String getHostname() {
        return peerHostname;
    }

    public int taken() {
        return taken;
    }
}
