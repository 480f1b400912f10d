package ciphers;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** Calls in an order that a number decides, on several objects in turn; every end is printed. */
final class Dice {
    private static final String[] DIGESTS = {"MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-224"};
    private final PrintStream out;
    private final Random random;
    private int serial;

    Dice(PrintStream out, int seed) {
        this.out = out;
        this.random = new Random(seed);
    }

    void run() throws GeneralSecurityException {
        MessageDigest[] digests = new MessageDigest[4];
        Mac[] macs = new Mac[2];
        Cipher[] ciphers = new Cipher[3];
        for (int i = 0; i < digests.length; i++) {
            digests[i] = MessageDigest.getInstance(DIGESTS[random.nextInt(DIGESTS.length)]);
        }
        for (int i = 0; i < macs.length; i++) {
            macs[i] = Mac.getInstance("HmacSHA256");
            macs[i].init(Crossing.KEY);
        }
        for (int i = 0; i < ciphers.length; i++) {
            ciphers[i] = Ciphers.cipher(Cipher.ENCRYPT_MODE);
        }
        for (int i = 0; i < 150; i++) {
            switch (random.nextInt(3)) {
                case 0: digest(digests, random.nextInt(digests.length)); break;
                case 1: mac(macs, random.nextInt(macs.length)); break;
                default: cipher(ciphers[random.nextInt(ciphers.length)]); break;
            }
        }
    }

    private byte[] some() {
        byte[] made = new byte[random.nextInt(40) + 4];
        random.nextBytes(made);
        made[0] = (byte) serial;
        made[1] = (byte) (serial++ >> 8);
        return made;
    }

    private ByteBuffer buffer() {
        byte[] bytes = some();
        switch (random.nextInt(3)) {
            case 0: return Text.direct(bytes);
            case 1: return ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
            default: return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
    }

    private void digest(MessageDigest[] all, int at) {
        MessageDigest one = all[at];
        try {
            switch (random.nextInt(10)) {
                case 0: one.update((byte) random.nextInt()); break;
                case 1: one.update(some()); break;
                case 2: byte[] part = some(); one.update(part, 1, part.length - 2); break;
                case 3: one.update(buffer()); break;
                case 4: one.reset(); break;
                case 5: all[random.nextInt(all.length)] = (MessageDigest) one.clone(); break;
                case 6: one.digest(new byte[70], 3, random.nextInt(60)); break;
                case 7: ended(one.digest()); break;
                default: ended(one.digest(some())); break;
            }
        } catch (DigestException | CloneNotSupportedException refused) {
            out.println(refused.getClass());
        }
    }

    private void mac(Mac[] all, int at) throws GeneralSecurityException {
        Mac one = all[at];
        switch (random.nextInt(10)) {
            case 0: one.update((byte) random.nextInt()); break;
            case 1: one.update(some()); break;
            case 2: byte[] part = some(); one.update(part, 1, part.length - 2); break;
            case 3: one.update(buffer()); break;
            case 4: one.reset(); break;
            case 5:
                try {
                    all[random.nextInt(all.length)] = (Mac) one.clone();
                } catch (CloneNotSupportedException refused) {
                    out.println(refused);
                }
                break;
            case 6: one.init(Crossing.KEY); break;
            case 7:
                byte[] room = new byte[40];
                try {
                    one.doFinal(room, random.nextInt(16));
                    ended(room);
                } catch (ShortBufferException refused) {
                    out.println(refused);
                }
                break;
            case 8: ended(one.doFinal()); break;
            default: ended(one.doFinal(some())); break;
        }
    }

    private void cipher(Cipher one) throws GeneralSecurityException {
        byte[] part = some();
        byte[] room = new byte[random.nextInt(160)];
        ByteBuffer target = random.nextBoolean() ? ByteBuffer.allocateDirect(160) : ByteBuffer.wrap(new byte[160]);
        try {
            switch (random.nextInt(10)) {
                case 0: one.update(part); break;
                case 1: one.update(part, 1, part.length - 2); break;
                case 2: one.update(part, 0, part.length, room); break;
                case 3: one.update(part, 1, part.length - 1, room, room.length / 3); break;
                case 4: one.update(buffer(), target); break;
                case 5: one.init(Cipher.ENCRYPT_MODE, Ciphers.KEY, Ciphers.IV); break;
                case 6: ended(one.doFinal()); break;
                case 7: one.doFinal(part, 0, part.length, room, room.length / 4); ended(room); break;
                case 8: one.doFinal(buffer(), target); ended(new byte[target.position()]); break;
                default: ended(one.doFinal(part)); break;
            }
        } catch (ShortBufferException refused) {
            out.println(refused);
        }
    }

    private void ended(byte[] output) {
        out.println(Text.hex(output));
    }
}
