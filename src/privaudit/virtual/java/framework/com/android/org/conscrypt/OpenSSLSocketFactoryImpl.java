package com.android.org.conscrypt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes the sockets that apps hold, around those of Java's own. */
final class OpenSSLSocketFactoryImpl extends SSLSocketFactory {
    private final SSLSocketFactory real;

    OpenSSLSocketFactoryImpl(SSLSocketFactory real) {
        this.real = real;
    }

    private static Socket made(Socket socket, String host) {
        return new Java8EngineSocket((SSLSocket) socket, host);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return real.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return real.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return made(real.createSocket(), null);
    }

    @Override
    public Socket createSocket(String hostname, int port) throws IOException {
        return made(real.createSocket(hostname, port), hostname);
    }

    @Override
    public Socket createSocket(String hostname, int port, InetAddress local, int localPort) throws IOException {
        return made(real.createSocket(hostname, port, local, localPort), hostname);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return made(real.createSocket(address, port), null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return made(real.createSocket(address, port, local, localPort), null);
    }

    @Override
    public Socket createSocket(Socket socket, String hostname, int port, boolean autoClose) throws IOException {
        return made(real.createSocket(socket, hostname, port, autoClose), hostname);
    }
}
