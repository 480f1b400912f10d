package com.android.org.conscrypt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A TLS socket whose streams are its own classes, as apps find them on the phone. */
class ConscryptEngineSocket extends OpenSSLSocketImpl {
    private SSLInputStream in;
    private SSLOutputStream out;

    ConscryptEngineSocket(SSLSocket real, String hostname) {
        super(real, hostname);
    }

    @Override
    public final synchronized InputStream getInputStream() throws IOException {
        if (in == null) {
            in = new SSLInputStream(real.getInputStream());
        }
        return in;
    }

    @Override
    public final synchronized OutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new SSLOutputStream(real.getOutputStream());
        }
        return out;
    }

    @Override
    public final void startHandshake() throws IOException {
        real.startHandshake();
    }

    @Override
    public final void close() throws IOException {
        real.close();
    }

    @Override
    public final SSLSession getSession() {
        return real.getSession();
    }

    @Override
    public final SSLSession getHandshakeSession() {
        return real.getHandshakeSession();
    }

    @Override
    public final String[] getSupportedCipherSuites() {
        return real.getSupportedCipherSuites();
    }

    @Override
    public final String[] getEnabledCipherSuites() {
        return real.getEnabledCipherSuites();
    }

    @Override
    public final void setEnabledCipherSuites(String[] suites) {
        real.setEnabledCipherSuites(suites);
    }

    @Override
    public final String[] getSupportedProtocols() {
        return real.getSupportedProtocols();
    }

    @Override
    public final String[] getEnabledProtocols() {
        return real.getEnabledProtocols();
    }

    @Override
    public final void setEnabledProtocols(String[] protocols) {
        real.setEnabledProtocols(protocols);
    }

    @Override
    public final SSLParameters getSSLParameters() {
        return real.getSSLParameters();
    }

    @Override
    public final void setSSLParameters(SSLParameters parameters) {
        real.setSSLParameters(parameters);
    }

    @Override
    public final String getApplicationProtocol() {
        return real.getApplicationProtocol();
    }

    @Override
    public final String getHandshakeApplicationProtocol() {
        return real.getHandshakeApplicationProtocol();
    }

    @Override
    public final boolean getUseClientMode() {
        return real.getUseClientMode();
    }

    @Override
    public final void setUseClientMode(boolean mode) {
        real.setUseClientMode(mode);
    }

    @Override
    public final boolean getNeedClientAuth() {
        return real.getNeedClientAuth();
    }

    @Override
    public final void setNeedClientAuth(boolean need) {
        real.setNeedClientAuth(need);
    }

    @Override
    public final boolean getWantClientAuth() {
        return real.getWantClientAuth();
    }

    @Override
    public final void setWantClientAuth(boolean want) {
        real.setWantClientAuth(want);
    }

    @Override
    public final boolean getEnableSessionCreation() {
        return real.getEnableSessionCreation();
    }

    @Override
    public final void setEnableSessionCreation(boolean flag) {
        real.setEnableSessionCreation(flag);
    }

    /** What the app writes before it is encrypted. */
    private final class SSLOutputStream extends OutputStream {
        private final OutputStream plain;

        SSLOutputStream(OutputStream plain) {
            this.plain = plain;
        }

        @Override
        public void write(int b) throws IOException {
            plain.write(b);
        }

        @Override
        public void write(byte[] b) throws IOException {
            plain.write(b);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            plain.write(b, off, len);
        }

        @Override
        public void flush() throws IOException {
            plain.flush();
        }

        @Override
        public void close() throws IOException {
            ConscryptEngineSocket.this.close();
        }
    }

    /** What the app reads after it was decrypted. */
    private final class SSLInputStream extends InputStream {
        private final InputStream plain;

        SSLInputStream(InputStream plain) {
            this.plain = plain;
        }

        @Override
        public int read() throws IOException {
            return plain.read();
        }

        @Override
        public int read(byte[] b) throws IOException {
            return plain.read(b);
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            return plain.read(b, off, len);
        }

        @Override
        public int available() throws IOException {
            return plain.available();
        }

        @Override
        public void close() throws IOException {
            ConscryptEngineSocket.this.close();
        }
    }
}
