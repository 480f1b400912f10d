package com.android.org.conscrypt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** No TLS: a stream with the methods of the real one. */
public class ConscryptFileDescriptorSocket extends AbstractConscryptSocket {
    private final OutputStream stream = new SSLOutputStream();

    public ConscryptFileDescriptorSocket(String host) {
        super(host);
    }

    @Override
    public OutputStream getOutputStream() {
        return stream;
    }

    private class SSLOutputStream extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) {
            Objects.checkFromIndexSize(off, len, b.length);
            taken += len;
        }
    }
}
