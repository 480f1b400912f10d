package com.android.internal.os;

import android.util.Log;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Sends each line printed on System.out or System.err to the log, as the framework does. */
public final class AndroidPrintStream extends PrintStream {
    public AndroidPrintStream(int priority, String tag) {
        super(new Lines(priority, tag), true, StandardCharsets.UTF_8);
    }

    private static final class Lines extends OutputStream {
        private final int priority;
        private final String tag;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(int priority, String tag) {
            this.priority = priority;
            this.tag = tag;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                Log.println(priority, tag, line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            for (int i = from; i < from + count; i++) {
                write(bytes[i]);
            }
        }
    }
}
