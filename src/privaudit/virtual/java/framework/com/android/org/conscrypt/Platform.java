package com.android.org.conscrypt;

import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Where a handshake asks whoever the app chose whether a server is to be trusted. */
final class Platform {
    private Platform() {
    }

    static void checkServerTrusted(
            X509TrustManager by, X509Certificate[] chain, String authMethod, AbstractConscryptSocket socket)
            throws CertificateException {
        if (by instanceof X509ExtendedTrustManager extended) {
            extended.checkServerTrusted(chain, authMethod, socket);
        } else if (!checkTrusted("checkServerTrusted", by, chain, authMethod, Socket.class, socket)
                && !checkTrusted("checkServerTrusted", by, chain, authMethod, String.class, socket.getHostname())) {
            by.checkServerTrusted(chain, authMethod);
        }
    }

    private static boolean checkTrusted(
            String name, X509TrustManager by, X509Certificate[] chain, String type, Class<?> more, Object of)
            throws CertificateException {
        try {
            by.getClass().getMethod(name, X509Certificate[].class, String.class, more).invoke(by, chain, type, of);
            return true;
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return false;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof CertificateException refused) {
                throw refused;
            }
            throw new RuntimeException(e.getCause());
        }
    }
}
