package com.android.org.conscrypt;

import javax.net.ssl.SSLSocket;

/** The TLS socket that the phone's factories make. */
final class Java8EngineSocket extends ConscryptEngineSocket {
    Java8EngineSocket(SSLSocket real, String hostname) {
        super(real, hostname);
    }
}
