package okhttp3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import kotlin.jvm.functions.Function0;

/** Refuses hosts whose chain has none of the public keys that are pinned for them. */
public final class CertificatePinner {
    public static final CertificatePinner DEFAULT = new Builder().build();

    private final List<String[]> pins;

    private CertificatePinner(List<String[]> pins) {
        this.pins = pins;
    }

    public void check(String hostname, List<? extends Certificate> peerCertificates) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one : peerCertificates) {
            chain.add((X509Certificate) one);
        }
        check$okhttp(hostname, () -> chain);
    }

    public void check(String hostname, Certificate... peerCertificates) throws SSLPeerUnverifiedException {
        check(hostname, Arrays.asList(peerCertificates));
    }

    public void check$okhttp(String hostname, Function0<? extends List<X509Certificate>> cleanedPeerCertificatesFn)
            throws SSLPeerUnverifiedException {
        List<String> wanted = new ArrayList<>();
        for (String[] pin : pins) {
            if (pin[0].equals(hostname)) {
                wanted.add(pin[1]);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        List<X509Certificate> chain = cleanedPeerCertificatesFn.invoke();
        StringBuilder message = new StringBuilder("Certificate pinning failure!\n  Peer certificate chain:");
        for (X509Certificate one : chain) {
            if (wanted.contains(pin(one))) {
                return;
            }
            message.append("\n    ").append(pin(one)).append(": ").append(one.getSubjectX500Principal().getName());
        }
        message.append("\n  Pinned certificates for ").append(hostname).append(":");
        for (String pin : wanted) {
            message.append("\n    ").append(pin);
        }
        throw new SSLPeerUnverifiedException(message.toString());
    }

    public static String pin(Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return "sha256/" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Builds a pinner. */
    public static final class Builder {
        private final List<String[]> pins = new ArrayList<>();

        public Builder add(String pattern, String... pins) {
            for (String pin : pins) {
                this.pins.add(new String[] {pattern, pin});
            }
            return this;
        }

        public CertificatePinner build() {
            return new CertificatePinner(new ArrayList<>(pins));
        }
    }
}
