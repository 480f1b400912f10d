package com.android.org.conscrypt;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSession;

/** Whether a certificate is for a host: its DNS names, one `*` for the whole first label, or its addresses. */
public final class OkHostnameVerifier {
    private static final OkHostnameVerifier STRICT = new OkHostnameVerifier();
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private OkHostnameVerifier() {
    }

    public static OkHostnameVerifier strictInstance() {
        return STRICT;
    }

    public boolean verify(X509Certificate[] certs, String host, SSLSession session) {
        return certs.length > 0 && verify(host, certs[0]);
    }

    public boolean verify(String host, X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                int kind = (Integer) name.get(0);
                if (kind == DNS && matches(host, (String) name.get(1)) || kind == ADDRESS && host.equals(name.get(1))) {
                    return true;
                }
            }
        } catch (CertificateParsingException e) {
            return false;
        }
        return false;
    }

    private static boolean matches(String host, String name) {
        String wanted = host.toLowerCase(Locale.US);
        String pattern = name.toLowerCase(Locale.US);
        if (!pattern.startsWith("*.")) {
            return wanted.equals(pattern);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && wanted.substring(dot).equals(pattern.substring(1));
    }
}
