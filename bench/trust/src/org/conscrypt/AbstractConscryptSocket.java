package org.conscrypt;

public class AbstractConscryptSocket {
    private final String hostname;

    public AbstractConscryptSocket(String hostname) {
        this.hostname = hostname;
    }

    String getHostname() {
        return hostname;
    }
}
