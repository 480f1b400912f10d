package ciphers;

import java.io.PrintStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Many threads with objects of their own, and one object that all of them use. */
final class Threads {
    private static final int COUNT = 8;
    private final PrintStream out;

    Threads(PrintStream out) {
        this.out = out;
    }

    void run(int rounds) throws Exception {
        AtomicIntegerArray sums = new AtomicIntegerArray(COUNT);
        MessageDigest shared = MessageDigest.getInstance("MD5");
        Thread[] threads = new Thread[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                try {
                    for (int round = 0; round < rounds; round++) {
                        sums.addAndGet(number, work(number, round, shared));
                    }
                } catch (Exception thrown) {
                    thrown.printStackTrace(out);
                }
            }, "worker-" + i);
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        out.println(sums);
    }

    private static int work(int number, int round, MessageDigest shared) throws Exception {
        byte[] body = Text.bytes("thread " + number + " round " + round);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(body);
        Cipher aes = Ciphers.cipher(Cipher.ENCRYPT_MODE);
        byte[] sealed = aes.doFinal(sha.digest(body));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(body, "HmacSHA1"));
        mac.update(sealed);
        int sum = mac.doFinal(body)[0];
        synchronized (shared) {
            shared.update(body);
            sum += shared.digest()[0];
        }
        // As many do who should not: nothing of it may harm the app.
        Cipher.getInstance("AES/ECB/PKCS5Padding");
        return sum;
    }
}
