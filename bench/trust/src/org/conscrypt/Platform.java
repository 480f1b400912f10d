package org.conscrypt;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

public final class Platform {
    private Platform() {
    }

    /** What a handshake does. */
    public static void handshake(X509TrustManager by, X509Certificate[] chain, String host) throws CertificateException {
        checkServerTrusted(by, chain, "RSA", new AbstractConscryptSocket(host));
    }

    static void checkServerTrusted(
            X509TrustManager by, X509Certificate[] chain, String authMethod, AbstractConscryptSocket socket)
            throws CertificateException {
        by.checkServerTrusted(chain, authMethod);
    }
}
