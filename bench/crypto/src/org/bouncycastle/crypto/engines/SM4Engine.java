package org.bouncycastle.crypto.engines;

import org.bouncycastle.crypto.BlockCipher;

/** Has the name alone. */
public class SM4Engine implements BlockCipher {
    @Override
    public String getAlgorithmName() {
        return "SM4";
    }
}
