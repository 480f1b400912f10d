package ciphers;

import com.android.org.conscrypt.ConscryptEngine;
import com.android.org.conscrypt.ConscryptFileDescriptorSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import org.conscrypt.ConscryptEngineSocket;

/** Bytes given to sockets of Conscrypt's names. */
final class Sockets {
    private final PrintStream out;

    Sockets(PrintStream out) {
        this.out = out;
    }

    void engines() {
        ConscryptEngine engine = new ConscryptEngine("wrapped.example");
        ByteBuffer to = ByteBuffer.allocate(100);
        ByteBuffer one = ByteBuffer.wrap(Text.bytes("xxtaken in two goes"), 2, 15).slice();
        while (one.hasRemaining()) {
            out.println(engine.wrap(one, to).bytesConsumed() + " " + Text.of(one));
        }
        ByteBuffer[] many = {null, Text.direct(Text.bytes("dir")), null, ByteBuffer.wrap(Text.bytes("heap and more"))};
        out.println(engine.wrap(many, 1, 3, to).bytesConsumed() + " " + Text.of(many[1]) + " " + Text.of(many[3]));
        try {
            engine.wrap(many, 3, 4, to);
        } catch (IndexOutOfBoundsException refused) {
            out.println(refused);
        }
        out.println(engine.wrap(ByteBuffer.allocate(0), to).bytesConsumed() + " " + Text.of(to));
    }

    void run(int length) throws IOException {
        ConscryptEngineSocket own = new ConscryptEngineSocket("engine.example");
        OutputStream stream = own.getOutputStream();
        stream.write(Text.bytes("GET / HTTP/1.1\r\n\r\n"));
        stream.write('x');
        stream.write(Text.counted(length), 0, length);
        stream.write(new byte[0]);
        ConscryptFileDescriptorSocket other = new ConscryptFileDescriptorSocket(null);
        other.getOutputStream().write('y');
        other.getOutputStream().write(Text.bytes("xzx"), 1, 1);
        other.getOutputStream().write(Text.bytes("whole"));
        try {
            other.getOutputStream().write(Text.bytes("range"), 3, 9);
        } catch (IndexOutOfBoundsException refused) {
            out.println(refused);
        }
        stream.write(Text.bytes("again"));
        out.println(own.taken() + " " + other.taken());
    }
}
