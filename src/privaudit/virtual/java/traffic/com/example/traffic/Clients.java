package com.example.traffic;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.CertificatePinner;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Clients that check servers in a way of their own. */
final class Clients {
    /** The authority of the servers this app belongs to. */
    private static final String ROOT = "privaudit virtual internet root";

    private final OkHttpClient client;

    private Clients(OkHttpClient client) {
        this.client = client;
    }

    String send(String url, String json) throws IOException {
        RequestBody body = RequestBody.create(json, MediaType.get("application/json"));
        try (Response response = client.newCall(new Request.Builder().url(url).post(body).build()).execute()) {
            return "" + response.code();
        }
    }

    /** Pins the key of the servers' authority with OkHttp. */
    static Clients pinned() throws GeneralSecurityException {
        CertificatePinner.Builder pins = new CertificatePinner.Builder();
        for (X509Certificate one : platform().getAcceptedIssuers()) {
            if (one.getSubjectX500Principal().getName().contains(ROOT)) {
                pins.add("pins.trafficpins.example", CertificatePinner.pin(one));
            }
        }
        return new Clients(new OkHttpClient.Builder().certificatePinner(pins.build()).build());
    }

    /** Pins the name of the servers' authority in a trust manager. */
    static Clients managed() throws GeneralSecurityException {
        X509TrustManager manager = new PinningManager(platform());
        return new Clients(
                new OkHttpClient.Builder().sslSocketFactory(factory("TLS", manager), manager).build());
    }

    /** Trusts everybody. */
    static Clients careless() throws GeneralSecurityException {
        X509TrustManager manager = new TrustingManager();
        return new Clients(new OkHttpClient.Builder().sslSocketFactory(factory("TLS", manager), manager)
                .hostnameVerifier((host, session) -> true).build());
    }

    /** Speaks TLS 1.0 and 1.1 only. */
    static Clients old() throws GeneralSecurityException {
        SSLSocketFactory factory = factory("TLSv1.1", platform());
        return new Clients(new OkHttpClient.Builder().sslSocketFactory(new OldFactory(factory), platform()).build());
    }

    private static SSLSocketFactory factory(String protocol, X509TrustManager manager) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, new TrustManager[] {manager}, null);
        return context.getSocketFactory();
    }

    private static X509TrustManager platform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** Asks the platform, and then for one authority by its name. */
    private static final class PinningManager implements X509TrustManager {
        private final X509TrustManager platform;

        PinningManager(X509TrustManager platform) {
            this.platform = platform;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            platform.checkServerTrusted(chain, authType);
            if (!chain[0].getIssuerX500Principal().getName().contains(ROOT)) {
                throw new CertificateException("issued by " + chain[0].getIssuerX500Principal().getName());
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no client is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return platform.getAcceptedIssuers();
        }
    }

    /** Looks at nothing. */
    private static final class TrustingManager implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Sockets that offer TLS 1.0 and 1.1. */
    private static final class OldFactory extends SSLSocketFactory {
        private final SSLSocketFactory made;

        OldFactory(SSLSocketFactory made) {
            this.made = made;
        }

        private static java.net.Socket old(java.net.Socket socket) {
            ((SSLSocket) socket).setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1"});
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return made.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return made.getSupportedCipherSuites();
        }

        @Override
        public java.net.Socket createSocket(java.net.Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            return old(made.createSocket(socket, host, port, autoClose));
        }

        @Override
        public java.net.Socket createSocket(String host, int port) throws IOException {
            return old(made.createSocket(host, port));
        }

        @Override
        public java.net.Socket createSocket(String host, int port, java.net.InetAddress local, int localPort)
                throws IOException {
            return old(made.createSocket(host, port, local, localPort));
        }

        @Override
        public java.net.Socket createSocket(java.net.InetAddress host, int port) throws IOException {
            return old(made.createSocket(host, port));
        }

        @Override
        public java.net.Socket createSocket(
                java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) throws IOException {
            return old(made.createSocket(host, port, local, localPort));
        }
    }
}
