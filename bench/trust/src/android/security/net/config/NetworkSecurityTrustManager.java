package android.security.net.config;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

public class NetworkSecurityTrustManager {
    public void checkServerTrusted(X509Certificate[] certs, String authType) throws CertificateException {
        checkPins(Arrays.asList(certs));
    }

    private void checkPins(List<X509Certificate> chain) throws CertificateException {
        throw new CertificateException("Pin verification failed");
    }
}
