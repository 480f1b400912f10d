package com.android.internal.net;

import com.android.org.conscrypt.OkHostnameVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** What Java's TLS asks in a handshake; the app's own trust manager answers, asked as Android asks it. */
public final class Checked extends X509ExtendedTrustManager {
    /** Asks on behalf of the socket that an app holds; false when there is none. */
    public interface Asking {
        boolean ask(X509TrustManager by, X509Certificate[] chain, String type, Object socket)
                throws CertificateException;
    }

    private final X509TrustManager by;
    private final Asking asking;

    public Checked(X509TrustManager by, Asking asking) {
        this.by = by;
        this.asking = asking;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!asking.ask(by, chain, type, socket)) {
            by.checkServerTrusted(chain, type);
        }
        if (socket instanceof SSLSocket secure) {
            identify(chain, secure.getHandshakeSession(), secure.getSSLParameters());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (by instanceof X509ExtendedTrustManager extended) {
            extended.checkServerTrusted(chain, type, engine);
        } else {
            by.checkServerTrusted(chain, type);
        }
        identify(chain, engine.getHandshakeSession(), engine.getSSLParameters());
    }

    private static void identify(X509Certificate[] chain, SSLSession session, SSLParameters parameters)
            throws CertificateException {
        String host = session == null ? null : session.getPeerHost();
        if (host != null && "HTTPS".equalsIgnoreCase(parameters.getEndpointIdentificationAlgorithm())
                && !OkHostnameVerifier.strictInstance().verify(chain, host, session)) {
            throw new CertificateException("No subjectAltNames on the certificate match");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        by.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        by.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        by.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        by.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return by.getAcceptedIssuers();
    }
}
