package trust;

import android.net.http.X509TrustManagerExtensions;
import android.security.net.config.NetworkSecurityTrustManager;
import com.android.org.conscrypt.TrustManagerImpl;
import com.appmattus.certificatetransparency.internal.verifier.CertificateTransparencyHostnameVerifier;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import okhttp3.CertificatePinner;
import okhttp3.internal.tls.BasicCertificateChainCleaner;
import org.chromium.net.AndroidCertVerifyResult;
import org.chromium.net.X509Util;
import org.conscrypt.Platform;

/** The checks, by name; each says what came of it and how often its own code ran. */
final class Checks {
    /** Judges a chain. */
    interface Check {
        String judge(X509Certificate[] chain, String host) throws Exception;
    }

    private final Managers.Plain plain = new Managers.Plain();
    private final Managers.Extended extended = new Managers.Extended();
    private final Managers.Hostwise hostwise = new Managers.Hostwise();
    private final Managers.Unhanded unhanded = new Managers.Unhanded();
    private final Managers.Failing failing = new Managers.Failing();

    Map<String, Check> all() throws Exception {
        Map<String, Check> all = new LinkedHashMap<>();
        all.put("hand", (chain, host) -> {
            for (TrustManager one : new TrustManager[] {plain, extended, hostwise, failing}) {
                SSLContext.getInstance("TLS").init(null, new TrustManager[] {one}, null);
            }
            return "handed";
        });
        all.put("pinner", (chain, host) -> {
            CertificatePinner pinner = new CertificatePinner();
            try {
                pinner.check(host, chain == null ? null : Arrays.asList(chain));
                return "passed, called " + pinner.calls;
            } catch (Exception e) {
                return refused(e) + ", called " + pinner.calls;
            }
        });
        all.put("pinner_array", (chain, host) -> {
            new CertificatePinner().check(host, chain);
            return "passed";
        });
        all.put("pinner_internal", (chain, host) -> {
            new CertificatePinner().check$okhttp(host, () -> Arrays.asList(chain));
            return "passed";
        });
        all.put("cleaner", (chain, host) -> list(new BasicCertificateChainCleaner().clean(Arrays.asList(chain), host)));
        all.put("platform", (chain, host) -> list(new TrustManagerImpl().checkServerTrusted(chain, "RSA", host)));
        all.put("extensions",
                (chain, host) -> list(new X509TrustManagerExtensions().checkServerTrusted(chain, "RSA", host)));
        all.put("manager", (chain, host) -> {
            plain.checkServerTrusted(chain, "RSA");
            return "passed";
        });
        all.put("extended_manager", (chain, host) -> {
            extended.checkServerTrusted(chain, "RSA", SSLContext.getDefault().createSSLEngine(host, 443));
            return "passed";
        });
        all.put("host_manager", (chain, host) -> list(hostwise.checkServerTrusted(chain, "RSA", host)));
        all.put("error", (chain, host) -> {
            failing.checkServerTrusted(chain, "RSA");
            return "passed";
        });
        all.put("verifier", (chain, host) -> {
            SSLSession session = (SSLSession) Proxy.newProxyInstance(Checks.class.getClassLoader(),
                    new Class<?>[] {SSLSession.class},
                    (proxy, method, args) -> method.getName().equals("getPeerCertificates") ? chain : null);
            return "" + new CertificateTransparencyHostnameVerifier().verify(host, session);
        });
        all.put("config_pins", (chain, host) -> {
            new NetworkSecurityTrustManager().checkServerTrusted(chain, "RSA");
            return "passed";
        });
        // A trust manager that was never handed to a context.
        all.put("handshake", (chain, host) -> {
            Platform.handshake(unhanded, chain, host);
            return "passed";
        });
        all.put("okhttp2", (chain, host) -> {
            new com.squareup.okhttp.CertificatePinner().check(host, Arrays.asList(chain));
            return "passed";
        });
        all.put("chromium", (chain, host) -> {
            byte[][] encoded = new byte[chain.length][];
            for (int i = 0; i < chain.length; i++) {
                encoded[i] = chain[i].getEncoded();
            }
            AndroidCertVerifyResult result = X509Util.verifyServerCertificates(encoded, "RSA", host);
            return "status " + result.getStatus() + " known " + result.isIssuedByKnownRoot() + " length " + result.length();
        });
        return all;
    }

    private static String refused(Exception e) {
        return "refused " + e;
    }

    private static String list(List<?> chain) {
        StringBuilder text = new StringBuilder("chain");
        for (Object one : chain) {
            text.append(" | ").append(((X509Certificate) one).getSubjectX500Principal().getName());
        }
        return text.toString();
    }
}
