package okhttp3;

import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import kotlin.jvm.functions.Function0;

/** Refuses every host but those it pins nothing for. */
public final class CertificatePinner {
    public int calls;

    public void check(String hostname, List<?> peerCertificates) throws SSLPeerUnverifiedException {
        calls++;
        refuse(hostname);
    }

    public void check(String hostname, Certificate... peerCertificates) throws SSLPeerUnverifiedException {
        calls++;
        refuse(hostname);
    }

    public void check$okhttp(String hostname, Function0<?> cleanedPeerCertificatesFn) throws SSLPeerUnverifiedException {
        calls++;
        cleanedPeerCertificatesFn.invoke();
        refuse(hostname);
    }

    private static void refuse(String hostname) throws SSLPeerUnverifiedException {
        if (!hostname.startsWith("free.")) {
            throw new SSLPeerUnverifiedException("Certificate pinning failure! " + hostname);
        }
    }
}
