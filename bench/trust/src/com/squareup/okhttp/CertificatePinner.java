package com.squareup.okhttp;

import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

public final class CertificatePinner {
    public void check(String hostname, List<Certificate> peerCertificates) throws SSLPeerUnverifiedException {
        throw new SSLPeerUnverifiedException("Certificate pinning failure!");
    }
}
