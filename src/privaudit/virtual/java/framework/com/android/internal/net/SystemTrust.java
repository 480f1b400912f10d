package com.android.internal.net;

import com.android.org.conscrypt.TrustManagerImpl;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import javax.net.ssl.TrustManager;

/** What the system trusts, read when it is first needed. */
public final class SystemTrust {
    private static volatile Callable<KeyStore> known;
    private static TrustManager[] managers;

    private SystemTrust() {
    }

    public static void trust(Callable<KeyStore> store) {
        known = store;
    }

    /** The trust managers of an app that names no others. */
    public static synchronized TrustManager[] managers() {
        if (managers == null) {
            try {
                managers = new TrustManager[] {new TrustManagerImpl(known.call())};
            } catch (Exception e) {
                throw new IllegalStateException("the system's certificates cannot be read", e);
            }
        }
        return managers.clone();
    }
}
