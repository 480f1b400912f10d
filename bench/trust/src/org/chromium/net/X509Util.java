package org.chromium.net;

public class X509Util {
    public static AndroidCertVerifyResult verifyServerCertificates(byte[][] certChain, String authType, String host) {
        return new AndroidCertVerifyResult(host.startsWith("free.") ? 0 : -2);
    }
}
