package com.android.org.conscrypt;

import com.android.internal.net.JavaTrust;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts what leads to a certificate of a key store, as the platform does; Java's own check decides. */
public final class TrustManagerImpl extends X509ExtendedTrustManager {
    private final JavaTrust real;

    public TrustManagerImpl(KeyStore keyStore) {
        real = new JavaTrust(keyStore);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkTrusted(chain, null, null, authType, null, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkTrusted(chain, null, null, authType, null, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkTrusted(chain, null, null, authType, null, true);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServerTrusted(chain, authType, (String) null);
    }

    public List<X509Certificate> checkServerTrusted(X509Certificate[] chain, String authType, String hostname)
            throws CertificateException {
        return checkTrusted(chain, null, null, authType, hostname, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        SSLSession session = null;
        SSLParameters parameters = null;
        if (socket instanceof SSLSocket secure) {
            session = secure.getHandshakeSession();
            parameters = secure.getSSLParameters();
        }
        checkTrusted(chain, authType, session, parameters, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkTrusted(chain, authType, engine.getHandshakeSession(), engine.getSSLParameters(), false);
    }

    private List<X509Certificate> checkTrusted(
            X509Certificate[] certs, String authType, SSLSession session, SSLParameters parameters, boolean clientAuth)
            throws CertificateException {
        String host = session == null ? null : session.getPeerHost();
        if (host != null && parameters != null
                && "HTTPS".equalsIgnoreCase(parameters.getEndpointIdentificationAlgorithm())
                && !OkHostnameVerifier.strictInstance().verify(certs, host, session)) {
            throw new CertificateException("No subjectAltNames on the certificate match");
        }
        return checkTrusted(certs, null, null, authType, host, clientAuth);
    }

    private List<X509Certificate> checkTrusted(
            X509Certificate[] certs, byte[] ocspData, byte[] tlsSctData, String authType, String host,
            boolean clientAuth) throws CertificateException {
        real.check(certs, authType, clientAuth);
        return new ArrayList<>(Arrays.asList(certs));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return real.issuers();
    }
}
