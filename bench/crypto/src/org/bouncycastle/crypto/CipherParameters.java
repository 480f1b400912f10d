package org.bouncycastle.crypto;

/** Keys and what goes with them. */
public interface CipherParameters {
}
