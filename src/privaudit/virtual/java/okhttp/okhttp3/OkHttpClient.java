package okhttp3;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/** Makes calls over HTTP/1.1, HTTP/2 and web sockets through the system's proxy. */
public class OkHttpClient implements Call.Factory, WebSocket.Factory {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final ExecutorService dispatcher = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "OkHttp Dispatcher-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private final SSLSocketFactory sslSocketFactory;
    private final HostnameVerifier hostnameVerifier;
    private final CertificatePinner certificatePinner;
    private HttpClient http;

    public OkHttpClient() {
        this(new Builder());
    }

    private OkHttpClient(Builder builder) {
        connectTimeout = builder.connectTimeout;
        readTimeout = builder.readTimeout;
        sslSocketFactory = builder.sslSocketFactory;
        hostnameVerifier = builder.hostnameVerifier;
        certificatePinner = builder.certificatePinner;
    }

    synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .proxy(ProxySelector.getDefault())
                    .connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .executor(dispatcher)
                    .build();
        }
        return http;
    }

    /** Whether this client checks servers in a way of its own. */
    boolean checksItself() {
        return sslSocketFactory != null || hostnameVerifier != null || certificatePinner != CertificatePinner.DEFAULT;
    }

    public SSLSocketFactory sslSocketFactory() {
        return sslSocketFactory == null ? HttpsURLConnection.getDefaultSSLSocketFactory() : sslSocketFactory;
    }

    HostnameVerifier hostnameVerifier() {
        return hostnameVerifier;
    }

    public CertificatePinner certificatePinner() {
        return certificatePinner;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    ExecutorService dispatcher() {
        return dispatcher;
    }

    Duration readTimeout() {
        return readTimeout;
    }

    @Override
    public Call newCall(Request request) {
        return new RealCall(this, request);
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return RealWebSocket.connect(this, request, listener);
    }

    /** Builds a client. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(10);

        private SSLSocketFactory sslSocketFactory;
        private HostnameVerifier hostnameVerifier;
        private CertificatePinner certificatePinner = CertificatePinner.DEFAULT;

        public Builder() {
        }

        public Builder sslSocketFactory(SSLSocketFactory sslSocketFactory, X509TrustManager trustManager) {
            this.sslSocketFactory = sslSocketFactory;
            return this;
        }

        public Builder hostnameVerifier(HostnameVerifier hostnameVerifier) {
            this.hostnameVerifier = hostnameVerifier;
            return this;
        }

        public Builder certificatePinner(CertificatePinner certificatePinner) {
            this.certificatePinner = certificatePinner;
            return this;
        }

        public Builder connectTimeout(long timeout, TimeUnit unit) {
            connectTimeout = Duration.ofMillis(unit.toMillis(timeout));
            return this;
        }

        public Builder readTimeout(long timeout, TimeUnit unit) {
            readTimeout = Duration.ofMillis(unit.toMillis(timeout));
            return this;
        }

        public OkHttpClient build() {
            return new OkHttpClient(this);
        }
    }
}
