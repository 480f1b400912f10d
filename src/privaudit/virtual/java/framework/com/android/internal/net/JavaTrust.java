package com.android.internal.net;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Java's own check of certificates against a key store, built when first used. */
public final class JavaTrust {
    private final KeyStore store;
    private X509TrustManager real;

    public JavaTrust(KeyStore store) {
        this.store = store;
    }

    /** Raises CertificateException unless the chain leads to a certificate of the store. */
    public void check(X509Certificate[] chain, String type, boolean client) throws CertificateException {
        if (client) {
            real().checkClientTrusted(chain, type);
        } else {
            real().checkServerTrusted(chain, type);
        }
    }

    public X509Certificate[] issuers() {
        return real().getAcceptedIssuers();
    }

    private synchronized X509TrustManager real() {
        if (real == null) {
            try {
                TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
                factory.init(store);
                real = (X509TrustManager) factory.getTrustManagers()[0];
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a key store cannot be read", e);
            }
        }
        return real;
    }
}
