package org.bouncycastle.crypto.paddings;

import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;

/** The same with methods of its own, as the real one has. */
public class PaddedBufferedBlockCipher extends BufferedBlockCipher {
    public PaddedBufferedBlockCipher(BlockCipher cipher) {
        super(cipher);
    }

    @Override
    public void init(boolean forEncryption, CipherParameters params) {
        super.init(forEncryption, params);
    }

    @Override
    public int processByte(byte in, byte[] out, int outOff) {
        return super.processByte(in, out, outOff);
    }

    @Override
    public int processBytes(byte[] in, int inOff, int len, byte[] out, int outOff) {
        return super.processBytes(in, inOff, len, out, outOff);
    }

    @Override
    public int doFinal(byte[] out, int outOff) {
        return super.doFinal(out, outOff);
    }
}
