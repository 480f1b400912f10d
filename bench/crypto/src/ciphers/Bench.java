package ciphers;

import java.io.PrintStream;
import java.security.MessageDigest;
import javax.crypto.Cipher;

/** The same over and over: ns a call. */
final class Bench {
    private final PrintStream out;

    Bench(PrintStream out) {
        this.out = out;
    }

    void digests(int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] body = Text.counted(64);
        int sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            body[0] = (byte) i;
            body[1] = (byte) (i >> 8);
            body[2] = (byte) (i >> 16);
            sha.update(body);
            sum += sha.digest()[0];
        }
        out.println((System.nanoTime() - start) / count + " " + sum);
    }

    void ciphers(int count) throws Exception {
        Cipher aes = Ciphers.cipher(Cipher.ENCRYPT_MODE);
        byte[] body = Text.counted(4096);
        int sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            body[0] = (byte) i;
            body[1] = (byte) (i >> 8);
            body[2] = (byte) (i >> 16);
            sum += aes.doFinal(body)[0];
        }
        out.println((System.nanoTime() - start) / count + " " + sum);
    }
}
