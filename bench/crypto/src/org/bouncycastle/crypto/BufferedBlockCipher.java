package org.bouncycastle.crypto;

/** Adds one to each byte, a block of 16 late. */
public class BufferedBlockCipher {
    private static final int BLOCK = 16;
    private final BlockCipher cipher;
    private final byte[] waiting = new byte[BLOCK];
    private int count;
    private int step;

    public BufferedBlockCipher(BlockCipher cipher) {
        this.cipher = cipher;
    }

    public BlockCipher getUnderlyingCipher() {
        return cipher;
    }

    public void init(boolean forEncryption, CipherParameters params) {
        step = forEncryption ? 1 : -1;
        count = 0;
    }

    public int processByte(byte in, byte[] out, int outOff) {
        waiting[count++] = (byte) (in + step);
        if (count < BLOCK) {
            return 0;
        }
        System.arraycopy(waiting, 0, out, outOff, BLOCK);
        count = 0;
        return BLOCK;
    }

    public int processBytes(byte[] in, int inOff, int len, byte[] out, int outOff) {
        int done = 0;
        for (int i = 0; i < len; i++) {
            done += processByte(in[inOff + i], out, outOff + done);
        }
        return done;
    }

    public int doFinal(byte[] out, int outOff) {
        System.arraycopy(waiting, 0, out, outOff, count);
        int left = count;
        count = 0;
        return left;
    }
}
