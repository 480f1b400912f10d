package org.bouncycastle.crypto.engines;

import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SM3Digest;

/** No cipher: it has the methods of one, and digests as the real one does. */
public class SM2Engine {
    private boolean forEncryption;

    public void init(boolean forEncryption, CipherParameters param) {
        this.forEncryption = forEncryption;
    }

    public byte[] processBlock(byte[] in, int inOff, int inLen) {
        SM3Digest digest = new SM3Digest();
        digest.update(in, inOff, inLen);
        digest.doFinal(new byte[32], 0);
        byte[] out = new byte[inLen];
        for (int i = 0; i < inLen; i++) {
            out[i] = (byte) (in[inOff + i] + (forEncryption ? 1 : -1));
        }
        return out;
    }
}
