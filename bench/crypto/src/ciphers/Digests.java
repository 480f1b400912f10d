package ciphers;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/** Digests in every way there is. */
final class Digests {
    private final PrintStream out;

    Digests(PrintStream out) {
        this.out = out;
    }

    void run() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        out.println(Text.hex(sha.digest(Text.bytes("one"))));
        sha.update(Text.bytes("t"));
        sha.update((byte) 'w');
        sha.update(Text.bytes("xox"), 1, 1);
        out.println(Text.hex(sha.digest()));
        sha.update(ByteBuffer.wrap(Text.bytes("xthreex"), 1, 5).slice());
        ByteBuffer direct = Text.direct(Text.bytes(" and direct"));
        sha.update(direct);
        ByteBuffer read = ByteBuffer.wrap(Text.bytes(" and read-only")).asReadOnlyBuffer();
        sha.update(read);
        out.println(Text.of(direct) + " " + Text.of(read));
        out.println(Text.hex(sha.digest(Text.bytes("!"))));
        byte[] room = new byte[40];
        sha.update(Text.bytes("into"));
        out.println(sha.digest(room, 3, 35) + " " + Text.hex(room));
        sha.update(Text.bytes("forgotten"));
        sha.reset();
        out.println(Text.hex(sha.digest(Text.bytes("after reset"))));
        sha.update(Text.bytes("short"));
        try {
            sha.digest(room, 0, 4);
        } catch (DigestException refused) {
            out.println(refused);
        }
        out.println(Text.hex(sha.digest(Text.bytes(" again"))));
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] own = Text.bytes("0123456789abcdefg");
        md5.update(own);
        out.println(md5.digest(own, 0, 16) + " " + Text.hex(own));
        out.println(Text.hex(md5.digest()));
        try {
            md5.update(own, 10, 20);
        } catch (IllegalArgumentException refused) {
            out.println(refused);
        }
        out.println(Text.hex(md5.digest(Text.bytes("after a refusal"))));
        out.println(Text.hex(md5.digest(Text.counted(100_000))));
    }

    void copies() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-1");
        sha.update(Text.bytes("shared "));
        MessageDigest other = (MessageDigest) sha.clone();
        sha.update(Text.bytes("first"));
        other.update(Text.bytes("second"));
        MessageDigest third = (MessageDigest) other.clone();
        out.println(Text.hex(sha.digest()));
        out.println(Text.hex(other.digest()));
        out.println(Text.hex(third.digest(Text.bytes(" third"))));
        out.println(Text.hex(((MessageDigest) sha.clone()).digest(Text.bytes("fresh"))));
    }

    void many(int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sha.update(Text.bytes("number "));
            sum += sha.digest(Text.bytes(String.valueOf(i)))[0];
        }
        out.println(sum);
        sha.update(Text.bytes("the "));
        out.println(Text.hex(sha.digest(Text.bytes("last"))));
    }

    void same(int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += sha.digest(Text.bytes("the same"))[0];
        }
        out.println(sum);
    }

    /** A new object for each: all are followed, or none of theirs is told. */
    void objects(int count) throws Exception {
        MessageDigest[] made = new MessageDigest[count];
        for (int i = 0; i < count; i++) {
            made[i] = MessageDigest.getInstance("SHA-256");
            made[i].update(Text.bytes("object " + i));
        }
        int sum = 0;
        for (MessageDigest one : made) {
            sum += one.digest(Text.bytes("!"))[0];
        }
        out.println(sum);
    }
}
