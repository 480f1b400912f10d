package org.bouncycastle.crypto;

/** A block cipher by its name. */
public interface BlockCipher {
    String getAlgorithmName();
}
