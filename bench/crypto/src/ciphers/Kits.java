package ciphers;

import java.io.PrintStream;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;

/** A library that is used without javax.crypto. */
final class Kits {
    private final PrintStream out;

    Kits(PrintStream out) {
        this.out = out;
    }

    void run() {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(Text.bytes("xshared"), 1, 6);
        SM3Digest copy = new SM3Digest(sm3);
        sm3.update((byte) '!');
        byte[] sum = new byte[34];
        out.println(sm3.doFinal(sum, 1) + " " + Text.hex(sum));
        copy.update(Text.bytes(" copy"), 0, 5);
        out.println(copy.doFinal(sum, 0) + " " + Text.hex(sum));
        sm3.update((byte) '?');
        sm3.reset();
        sm3.update((byte) 'a');
        out.println(sm3.doFinal(sum, 2) + " " + Text.hex(sum));
        PaddedBufferedBlockCipher sm4 = new PaddedBufferedBlockCipher(new SM4Engine());
        sm4.init(true, new CipherParameters() { });
        byte[] room = new byte[64];
        byte[] body = Text.bytes("encrypted by a library");
        int length = sm4.processBytes(body, 0, body.length, room, 0);
        length += sm4.processByte((byte) '.', room, length);
        length += sm4.doFinal(room, length);
        out.println(length + " " + Text.hex(room));
        sm4.init(false, new CipherParameters() { });
        byte[] back = new byte[64];
        length = sm4.processBytes(room, 0, length, back, 0);
        out.println(new String(back, 0, length + sm4.doFinal(back, length)));
        SM2Engine sm2 = new SM2Engine();
        sm2.init(true, new CipherParameters() { });
        byte[] sealed = sm2.processBlock(Text.bytes("xto a public keyx"), 1, 15);
        out.println(Text.hex(sealed));
        sm2.init(false, new CipherParameters() { });
        out.println(new String(sm2.processBlock(sealed, 0, sealed.length)));
    }
}
