package org.bouncycastle.crypto.digests;

/** Has the name and the methods of the digest. */
public class SM3Digest extends GeneralDigest {
    public SM3Digest() {
        reset();
    }

    public SM3Digest(SM3Digest t) {
        super(t);
    }

    public String getAlgorithmName() {
        return "SM3";
    }

    public int doFinal(byte[] out, int outOff) {
        for (int i = 0; i < 32; i++) {
            out[outOff + i] = (byte) (sum >> (i % 4 * 8) ^ count + i);
        }
        reset();
        return 32;
    }

    @Override
    public void reset() {
        super.reset();
    }
}
