package com.android.org.conscrypt;

import javax.net.ssl.SSLSocket;

/** What every TLS socket of the phone is. */
public abstract class OpenSSLSocketImpl extends AbstractConscryptSocket {
    OpenSSLSocketImpl(SSLSocket real, String hostname) {
        super(real, hostname);
    }

    @Override
    public String getHostname() {
        return super.getHostname();
    }
}
