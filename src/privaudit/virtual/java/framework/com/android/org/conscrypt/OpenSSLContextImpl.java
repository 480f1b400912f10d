package com.android.org.conscrypt;

import com.android.internal.net.Checked;
import com.android.internal.net.SystemTrust;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A TLS context: Java's own, whose sockets and checks go through the classes of this package. */
public abstract class OpenSSLContextImpl extends SSLContextSpi {
    /** The sockets apps hold, by the socket of Java's that each stands for. */
    private static final Map<Object, AbstractConscryptSocket> SOCKETS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final String protocol;
    private SSLContext real;

    OpenSSLContextImpl(String protocol) {
        this.protocol = protocol;
    }

    static void register(AbstractConscryptSocket socket) {
        SOCKETS.put(socket.real, socket);
    }

    @Override
    public void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) throws KeyManagementException {
        try {
            SSLContext made = SSLContext.getInstance(protocol, "SunJSSE");
            made.init(keys, new TrustManager[] {new Checked(chosen(trust), OpenSSLContextImpl::check)}, random);
            real = made;
        } catch (GeneralSecurityException e) {
            throw new KeyManagementException(e);
        }
    }

    private static X509TrustManager chosen(TrustManager[] trust) throws GeneralSecurityException {
        for (TrustManager one : trust == null ? SystemTrust.managers() : trust) {
            if (one instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new KeyManagementException("Failed to find an X509TrustManager in " + java.util.Arrays.toString(trust));
    }

    private static boolean check(X509TrustManager by, java.security.cert.X509Certificate[] chain, String type, Object of)
            throws java.security.cert.CertificateException {
        AbstractConscryptSocket socket = SOCKETS.get(of);
        if (socket == null) {
            return false;
        }
        Platform.checkServerTrusted(by, chain, type, socket);
        return true;
    }

    private SSLContext real() {
        if (real == null) {
            throw new IllegalStateException("SSLContext is not initialized.");
        }
        return real;
    }

    @Override
    public SSLSocketFactory engineGetSocketFactory() {
        return new OpenSSLSocketFactoryImpl(real().getSocketFactory());
    }

    @Override
    public SSLServerSocketFactory engineGetServerSocketFactory() {
        return real().getServerSocketFactory();
    }

    @Override
    public SSLEngine engineCreateSSLEngine() {
        return real().createSSLEngine();
    }

    @Override
    public SSLEngine engineCreateSSLEngine(String host, int port) {
        return real().createSSLEngine(host, port);
    }

    @Override
    public SSLSessionContext engineGetServerSessionContext() {
        return real().getServerSessionContext();
    }

    @Override
    public SSLSessionContext engineGetClientSessionContext() {
        return real().getClientSessionContext();
    }

    /** TLS 1.0. */
    public static final class TLSv1 extends OpenSSLContextImpl {
        public TLSv1() {
            super("TLSv1");
        }
    }

    /** TLS 1.1. */
    public static final class TLSv11 extends OpenSSLContextImpl {
        public TLSv11() {
            super("TLSv1.1");
        }
    }

    /** TLS up to 1.2. */
    public static final class TLSv12 extends OpenSSLContextImpl {
        public TLSv12() {
            super("TLSv1.2");
        }
    }

    /** TLS up to 1.3. */
    public static final class TLSv13 extends OpenSSLContextImpl {
        public TLSv13() {
            super("TLS");
        }
    }
}
