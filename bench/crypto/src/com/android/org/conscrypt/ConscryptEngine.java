package com.android.org.conscrypt;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;

/** No TLS: takes at most eight bytes of what it is given, as an engine may take less. */
public class ConscryptEngine {
    private static final int MOST = 8;
    private final String peerHostname;

    public ConscryptEngine(String host) {
        peerHostname = host;
    }

    String getHostname() {
        return peerHostname;
    }

    public SSLEngineResult wrap(ByteBuffer src, ByteBuffer dst) {
        return wrap(new ByteBuffer[] {src}, 0, 1, dst);
    }

    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) {
        if (offset + length > srcs.length) {
            throw new IndexOutOfBoundsException("no such buffers");
        }
        int taken = 0;
        for (int i = offset; i < offset + length; i++) {
            while (srcs[i] != null && srcs[i].hasRemaining() && taken < MOST) {
                dst.put((byte) (srcs[i].get() ^ 1));
                taken++;
            }
        }
        return new SSLEngineResult(
                SSLEngineResult.Status.OK, SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING, taken, taken);
    }
}
