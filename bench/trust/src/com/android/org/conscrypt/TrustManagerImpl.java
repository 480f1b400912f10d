package com.android.org.conscrypt;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

public final class TrustManagerImpl {
    public List<X509Certificate> checkServerTrusted(X509Certificate[] chain, String authType, String hostname)
            throws CertificateException {
        return checkTrusted(chain, null, null, authType, hostname, false);
    }

    private List<X509Certificate> checkTrusted(X509Certificate[] certs, byte[] ocspData, byte[] tlsSctData,
            String authType, String host, boolean clientAuth) throws CertificateException {
        throw new CertificateException("Trust anchor for certification path not found.");
    }
}
