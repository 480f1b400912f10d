package ciphers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.KeyGenerator;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Ciphers in every way there is. */
final class Ciphers {
    static final SecretKeySpec KEY = new SecretKeySpec(Text.bytes("0123456789abcdef"), "AES");
    static final IvParameterSpec IV = new IvParameterSpec(Text.bytes("fedcba9876543210"));
    static final String CBC = "AES/CBC/PKCS5Padding";
    private final PrintStream out;

    Ciphers(PrintStream out) {
        this.out = out;
    }

    static Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher made = Cipher.getInstance(CBC);
        made.init(mode, KEY, IV);
        return made;
    }

    void run() throws Exception {
        Cipher aes = cipher(Cipher.ENCRYPT_MODE);
        byte[] sealed = aes.doFinal(Text.bytes("a whole message of some length"));
        out.println(Text.hex(sealed));
        out.println(Text.hex(aes.update(Text.bytes("in parts, of "))));
        out.println(Text.hex(aes.update(Text.bytes("xwhich there are manyx"), 1, 20)));
        byte[] room = new byte[64];
        int length = aes.update(Text.bytes(" and more of them"), 0, 17, room);
        length += aes.update(Text.bytes(" still more"), 0, 11, room, length);
        length += aes.doFinal(room, length);
        out.println(length + " " + Text.hex(room));
        byte[] own = new byte[48];
        System.arraycopy(Text.bytes("written over itself in place"), 0, own, 0, 28);
        out.println(aes.doFinal(own, 0, 28, own, 0) + " " + Text.hex(own));
        out.println(aes.doFinal(Text.bytes("once more"), 0, 9, room) + " " + Text.hex(room));
        out.println(Text.hex(aes.doFinal(Text.bytes("xof a partx"), 1, 9)));
        aes.update(Text.bytes("never ended"));
        aes.init(Cipher.DECRYPT_MODE, KEY, IV);
        out.println(new String(aes.doFinal(sealed)));
        out.println(Text.hex(aes.update(sealed)) + " " + Text.hex(aes.doFinal()));
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, KEY, new GCMParameterSpec(128, Text.bytes("nonce is 12b")));
        gcm.updateAAD(Text.bytes("not told"));
        gcm.update(Text.bytes("authenticated "));
        byte[] tagged = gcm.doFinal(Text.bytes("and encrypted"));
        out.println(Text.hex(tagged));
        gcm.init(Cipher.DECRYPT_MODE, KEY, new GCMParameterSpec(128, Text.bytes("nonce is 12b")));
        gcm.updateAAD(Text.bytes("not told"));
        out.println(new String(gcm.doFinal(tagged)));
        Cipher wrap = Cipher.getInstance("AES/ECB/PKCS5Padding");
        wrap.init(Cipher.WRAP_MODE, KEY);
        out.println(Text.hex(wrap.wrap(new SecretKeySpec(Text.bytes("a secret"), "AES"))));
        Cipher big = cipher(Cipher.ENCRYPT_MODE);
        out.println(big.doFinal(Text.counted(200_000)).length);
    }

    void buffers() throws Exception {
        Cipher aes = cipher(Cipher.ENCRYPT_MODE);
        ByteBuffer heap = ByteBuffer.wrap(Text.bytes("xxheap to direct, long enoughxx"), 2, 27);
        ByteBuffer direct = ByteBuffer.allocateDirect(96);
        direct.position(5);
        out.println(aes.update(heap, direct) + " " + Text.of(heap) + " " + Text.of(direct));
        ByteBuffer other = Text.direct(Text.bytes(" and direct to the same"));
        out.println(aes.doFinal(other, direct) + " " + Text.of(other) + " " + Text.of(direct));
        direct.flip().position(5);
        byte[] sealed = new byte[direct.remaining()];
        direct.get(sealed);
        out.println(Text.hex(sealed));
        ByteBuffer source = ByteBuffer.wrap(Text.bytes("sliced and read-only")).asReadOnlyBuffer();
        source.position(7);
        ByteBuffer slice = source.slice();
        ByteBuffer target = ByteBuffer.wrap(new byte[80], 10, 60).slice();
        out.println(aes.doFinal(slice, target) + " " + Text.of(slice) + " " + Text.of(target));
        out.println(Text.hex(target.array()));
        byte[] shared = new byte[64];
        System.arraycopy(Text.bytes("one array for both"), 0, shared, 0, 18);
        ByteBuffer from = ByteBuffer.wrap(shared, 0, 18);
        out.println(aes.doFinal(from, ByteBuffer.wrap(shared)) + " " + Text.of(from) + " " + Text.hex(shared));
    }

    void errors() throws Exception {
        Cipher aes = cipher(Cipher.ENCRYPT_MODE);
        aes.update(Text.bytes("too long for "));
        byte[] small = new byte[8];
        try {
            aes.doFinal(Text.bytes("so small a place"), 0, 16, small);
        } catch (ShortBufferException refused) {
            out.println(refused);
        }
        byte[] room = new byte[48];
        out.println(aes.doFinal(Text.bytes("so small a place"), 0, 16, room) + " " + Text.hex(room));
        Cipher bare = Cipher.getInstance("AES/CBC/NoPadding");
        bare.init(Cipher.ENCRYPT_MODE, KEY, IV);
        caught(() -> bare.doFinal(Text.bytes("not a whole block")));
        caught(() -> bare.doFinal(Text.bytes("sixteen of them!")));
        bare.init(Cipher.ENCRYPT_MODE, KEY, IV);
        caught(() -> bare.doFinal(Text.bytes("sixteen bytes ok")));
        caught(() -> bare.update((byte[]) null));
        caught(() -> bare.update(Text.bytes("range"), 3, 9));
        caught(() -> bare.doFinal(Text.bytes("after a refusal!")));
        Cipher none = Cipher.getInstance(CBC);
        caught(() -> none.doFinal(Text.bytes("not initialised")));
        Cipher open = cipher(Cipher.DECRYPT_MODE);
        caught(() -> open.doFinal(Text.bytes("neither padded nor encrypted!!!!")));
        caught(() -> {
            open.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Text.bytes("short"), "AES"), IV);
            return null;
        });
        open.init(Cipher.ENCRYPT_MODE, KEY, IV);
        caught(() -> open.doFinal(Text.bytes("fine again")));
    }

    void streams(int length) throws Exception {
        byte[] body = Text.counted(length);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (CipherOutputStream stream = new CipherOutputStream(sealed, cipher(Cipher.ENCRYPT_MODE))) {
            for (int at = 0; at < length; at += 1000) {
                stream.write(body, at, Math.min(1000, length - at));
            }
        }
        out.println(sealed.size() + " " + Text.hex(sealed.toByteArray()).hashCode());
        ByteArrayInputStream source = new ByteArrayInputStream(sealed.toByteArray());
        try (CipherInputStream stream = new CipherInputStream(source, cipher(Cipher.DECRYPT_MODE))) {
            out.println(java.util.Arrays.equals(stream.readAllBytes(), body));
        }
    }

    private interface Action {
        byte[] run() throws Exception;
    }

    private void caught(Action action) {
        try {
            out.println(Text.hex(action.run()));
        } catch (Exception thrown) {
            out.println(thrown);
        }
    }
}
