package com.android.internal.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** A socket factory of the lazily built TLS context. */
final class LazyFactory extends SSLSocketFactory {
    private final LazyTrust trust;

    LazyFactory(LazyTrust trust) {
        this.trust = trust;
    }

    private SSLSocketFactory real() {
        return trust.real().getSocketFactory();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return real().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return real().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return real().createSocket();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return real().createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return real().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return real().createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return real().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return real().createSocket(host, port, local, localPort);
    }
}
