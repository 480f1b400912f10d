package org.chromium.net;

import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

public class AndroidCertVerifyResult {
    private final int status;
    private final boolean known;
    private final List<X509Certificate> chain;

    public AndroidCertVerifyResult(int status) {
        this(status, false, Collections.emptyList());
    }

    public AndroidCertVerifyResult(int status, boolean isIssuedByKnownRoot, List<X509Certificate> certificateChain) {
        this.status = status;
        known = isIssuedByKnownRoot;
        chain = certificateChain;
    }

    public int getStatus() {
        return status;
    }

    public boolean isIssuedByKnownRoot() {
        return known;
    }

    public int length() {
        return chain.size();
    }
}
