package com.android.org.conscrypt;

import java.security.Provider;

/** The phone's provider of TLS: what it makes is Java's own, in the classes that Android's apps meet. */
public final class OpenSSLProvider extends Provider {
    private static final String CONTEXT = OpenSSLContextImpl.class.getName();

    public OpenSSLProvider() {
        super("AndroidOpenSSL", "1.0", "Android's OpenSSL-backed security provider");
        put("SSLContext.SSL", CONTEXT + "$TLSv13");
        put("SSLContext.TLS", CONTEXT + "$TLSv13");
        put("SSLContext.TLSv1", CONTEXT + "$TLSv1");
        put("SSLContext.TLSv1.1", CONTEXT + "$TLSv11");
        put("SSLContext.TLSv1.2", CONTEXT + "$TLSv12");
        put("SSLContext.TLSv1.3", CONTEXT + "$TLSv13");
        put("TrustManagerFactory.PKIX", TrustManagerFactoryImpl.class.getName());
        put("Alg.Alias.TrustManagerFactory.X509", "PKIX");
    }
}
