package ciphers;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** MACs in every way there is. */
final class Macs {
    private final PrintStream out;

    Macs(PrintStream out) {
        this.out = out;
    }

    void run() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Text.bytes("the key of it"), "HmacSHA256"));
        out.println(Text.hex(mac.doFinal(Text.bytes("signed"))));
        mac.update((byte) 'i');
        mac.update(Text.bytes("n pa"));
        mac.update(Text.bytes("xrtsx"), 1, 3);
        ByteBuffer buffer = Text.direct(Text.bytes(" and more"));
        mac.update(buffer);
        Mac other = (Mac) mac.clone();
        out.println(Text.of(buffer) + " " + Text.hex(mac.doFinal()));
        byte[] room = new byte[40];
        other.update(Text.bytes(" of a copy"));
        try {
            other.doFinal(room, 20);
        } catch (ShortBufferException refused) {
            out.println(refused);
        }
        other.doFinal(room, 4);
        out.println(Text.hex(room));
        mac.update(Text.bytes("forgotten"));
        mac.reset();
        out.println(Text.hex(mac.doFinal(Text.bytes("after reset"))));
        mac.update(Text.bytes("forgotten too"));
        mac.init(new SecretKeySpec(Text.bytes("another key"), "HmacSHA256"));
        out.println(Text.hex(mac.doFinal(Text.bytes("by another key"))));
    }
}
