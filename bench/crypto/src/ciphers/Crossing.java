package ciphers;

import java.io.PrintStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** Flooded places and quiet ones work on the same objects in turn, on several threads. */
final class Crossing {
    static final SecretKeySpec KEY = new SecretKeySpec(Text.bytes("the key of it"), "HmacSHA256");
    private static final int COUNT = 4;
    private final PrintStream out;

    Crossing(PrintStream out) {
        this.out = out;
    }

    void run(int rounds) throws Exception {
        int[] sums = new int[COUNT];
        Thread[] threads = new Thread[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                try {
                    sums[number] = macs(number, rounds) + ciphers(number, rounds);
                } catch (Exception thrown) {
                    thrown.printStackTrace(out);
                }
            }, "crossing-" + i);
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int sum : sums) {
            out.println(sum);
        }
    }

    private static int macs(int number, int rounds) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY);
        byte[] room = new byte[40];
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            mac.update(Text.bytes("t" + number + " "));
            if (i % 7 == 0) {
                mac.update(Text.bytes("more "));
            }
            byte[] rest = Text.bytes("i" + i + " of " + number);
            if (i % 97 == 0) {
                sum += rarely(mac, rest);
            } else if (i % 31 == 0) {
                Mac copy = (Mac) mac.clone();
                sum += copy.doFinal(Text.bytes("copy" + i + " of " + number))[1];
                sum += mac.doFinal(rest)[0];
            } else if (i % 13 == 0) {
                try {
                    mac.doFinal(room, 20);
                } catch (ShortBufferException refused) {
                    sum += refused.getMessage().length();
                }
                sum += mac.doFinal(rest)[0];
            } else if (i % 11 == 0) {
                mac.reset();
                sum += mac.doFinal(rest)[0];
            } else {
                sum += mac.doFinal(rest)[0];
            }
        }
        return sum;
    }

    private static int rarely(Mac mac, byte[] rest) {
        return mac.doFinal(rest)[2];
    }

    private static int ciphers(int number, int rounds) throws Exception {
        Cipher aes = Ciphers.cipher(Cipher.ENCRYPT_MODE);
        Cipher other = Ciphers.cipher(Cipher.DECRYPT_MODE);
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] first = aes.update(Text.bytes("thread " + number + " of sixteen or more "));
            if (i % 17 == 0) {
                aes.init(Cipher.ENCRYPT_MODE, Ciphers.KEY, Ciphers.IV);
                first = new byte[0];
            }
            byte[] last = i % 89 == 0 ? seldom(aes, i * 4 + number) : aes.doFinal(Text.bytes("round " + i + " of " + number));
            if (i % 53 == 0) {
                sum += other.update(first) == null ? 1 : 2;
                sum += new String(other.doFinal(last)).length();
            }
            sum += last[0];
        }
        return sum;
    }

    private static byte[] seldom(Cipher aes, int round) throws Exception {
        return aes.doFinal(Text.bytes("seldom " + round));
    }
}
