package org.conscrypt;

import java.io.OutputStream;
import java.util.Objects;

/** No TLS: a stream with the methods of the real one. */
public class ConscryptEngineSocket extends AbstractConscryptSocket {
    private final OutputStream stream = new SSLOutputStream();

    public ConscryptEngineSocket(String host) {
        super(host);
    }

    @Override
    public OutputStream getOutputStream() {
        return stream;
    }

    private final class SSLOutputStream extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] b) {
            taken += b.length;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            Objects.checkFromIndexSize(off, len, b.length);
            taken += len;
        }
    }
}
