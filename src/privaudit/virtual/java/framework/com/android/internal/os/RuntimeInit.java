package com.android.internal.os;

import android.os.SystemClock;
import android.util.Log;
import com.android.internal.net.SystemTrust;
import com.android.org.conscrypt.OpenSSLProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.json.JSONArray;
import org.json.JSONObject;

/** Makes the process ready for the app: errors, proxy, trusted certificates. */
public final class RuntimeInit {
    /** What no app can speak any more; TLS 1.0 and 1.1 are there for one that asks for them, as on Android 13. */
    private static final String CLOSED = "SSLv3, RC4, DES, 3DES_EDE_CBC, MD5withRSA, DH keySize < 1024, anon, NULL";

    private static final List<Consumer<JSONObject>> LISTENERS = new CopyOnWriteArrayList<>();

    private RuntimeInit() {
    }

    /**
     * Loads the native library that Java's runtime reads its own classes with, which it would do later and in the app's
     * name. Android's zygote has such libraries before there is an app.
     */
    public static void preload() throws ClassNotFoundException {
        // The first class that is not in the runtime's shared archive.
        Class.forName("java.net.http.HttpClient", false, RuntimeInit.class.getClassLoader());
    }

    /** Applies what the system answered to attach. */
    public static void prepare(JSONObject bound) {
        Thread.setDefaultUncaughtExceptionHandler(RuntimeInit::die);
        JSONObject proxy = bound.optJSONObject("proxy");
        if (proxy != null) {
            for (String scheme : new String[] {"http", "https"}) {
                System.setProperty(scheme + ".proxyHost", proxy.optString("host"));
                System.setProperty(scheme + ".proxyPort", String.valueOf(proxy.optInt("port")));
            }
            System.setProperty("http.nonProxyHosts", "localhost|127.*");
        }
        System.setProperty("http.agent", "Dalvik/2.1.0 (Linux; U; Android 13)");
        System.setProperty("java.vm.vendor", "The Android Project");
        System.setProperty("java.io.tmpdir", bound.optString("dataDir") + "/cache");
        // Building the trust store takes longer than the rest of the start and is not needed before the first request.
        SystemTrust.trust(() -> keyStore(bound.optJSONArray("trusted")));
        Security.setProperty("jdk.tls.disabledAlgorithms", CLOSED);
        System.setProperty("jdk.tls.client.protocols", "TLSv1.3,TLSv1.2");
        Security.insertProviderAt(new OpenSSLProvider(), 1);
        SSLContext.setDefault(LazyTrust.context());
        HttpsURLConnection.setDefaultSSLSocketFactory(LazyTrust.factory());
    }

    private static KeyStore keyStore(JSONArray pems) throws GeneralSecurityException, IOException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; pems != null && i < pems.length(); i++) {
            byte[] pem = pems.optString(i).getBytes(StandardCharsets.UTF_8);
            Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(pem));
            store.setCertificateEntry("ca" + i, certificate);
        }
        return store;
    }

    /** Hears events of the system that are not for an activity. */
    public static void listen(Consumer<JSONObject> listener) {
        LISTENERS.add(listener);
    }

    /** Hands an event to those who listen. */
    public static void publish(JSONObject event) {
        for (Consumer<JSONObject> listener : LISTENERS) {
            listener.accept(event);
        }
    }

    private static void die(Thread thread, Throwable error) {
        String text = "FATAL EXCEPTION: " + thread.getName() + "\nProcess: "
                + AppInfo.get().optString("process") + ", PID: " + ProcessHandle.current().pid() + "\n"
                + Log.getStackTraceString(error);
        BinderLink.post("log", "priority", Log.ERROR, "tag", "AndroidRuntime", "text", text);
        BinderLink.call("process.crashed", "text", text);
        SystemClock.sleep(20);
        Runtime.getRuntime().halt(137);
    }
}
