package ciphers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as text and text as bytes. */
final class Text {
    private Text() {
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] counted(int length) {
        byte[] made = new byte[length];
        for (int i = 0; i < length; i++) {
            made[i] = (byte) (i * 31 + i / 251);
        }
        return made;
    }

    static String hex(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(Character.forDigit((one >> 4) & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return text.toString();
    }

    static String of(ByteBuffer buffer) {
        return buffer.position() + "/" + buffer.limit() + "/" + buffer.capacity();
    }

    static ByteBuffer direct(byte[] bytes) {
        ByteBuffer made = ByteBuffer.allocateDirect(bytes.length + 3);
        made.position(2);
        made.put(bytes);
        made.flip().position(2);
        return made;
    }
}
