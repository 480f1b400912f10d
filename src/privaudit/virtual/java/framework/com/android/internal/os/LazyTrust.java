package com.android.internal.os;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A TLS context that trusts the system's certificates and is built when first used. */
final class LazyTrust extends SSLContextSpi {
    private static volatile LazyTrust own;

    private SSLContext real;

    private LazyTrust() {
    }

    static SSLContext context() {
        own = new LazyTrust();
        return new Context(own);
    }

    static SSLSocketFactory factory() {
        return new LazyFactory(own);
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi spi) {
            super(spi, null, "TLS");
        }
    }

    synchronized SSLContext real() {
        if (real == null) {
            try {
                SSLContext made = SSLContext.getInstance("TLS");
                made.init(null, null, null);
                real = made;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the system's certificates cannot be read", e);
            }
        }
        return real;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("Default SSLContext is initialized automatically");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return real().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return real().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return real().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return real().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return real().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return real().getClientSessionContext();
    }

    @Override
    protected javax.net.ssl.SSLParameters engineGetDefaultSSLParameters() {
        return real().getDefaultSSLParameters();
    }

    @Override
    protected javax.net.ssl.SSLParameters engineGetSupportedSSLParameters() {
        return real().getSupportedSSLParameters();
    }
}
