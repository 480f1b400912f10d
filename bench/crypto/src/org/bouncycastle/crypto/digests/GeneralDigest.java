package org.bouncycastle.crypto.digests;

/** Sums bytes up; no digest. */
public abstract class GeneralDigest {
    protected int sum;
    protected int count;

    protected GeneralDigest() {
    }

    protected GeneralDigest(GeneralDigest t) {
        copyIn(t);
    }

    protected void copyIn(GeneralDigest t) {
        sum = t.sum;
        count = t.count;
    }

    public void update(byte in) {
        sum = sum * 31 + in;
        count++;
    }

    public void update(byte[] in, int inOff, int len) {
        for (int i = 0; i < len; i++) {
            update(in[inOff + i]);
        }
    }

    public void reset() {
        sum = 0;
        count = 0;
    }
}
