package com.example.gauntlet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.concurrent.ExecutionException;

/** Writes what came of each step, so that two runs can be compared byte by byte. */
final class Out {
    private static final String PID = String.valueOf(ProcessHandle.current().pid());
    private static final String HEX_PID = Long.toHexString(ProcessHandle.current().pid());

    private Out() {
    }

    static void returned(String label, Object value) {
        print(label + " returned " + steady(text(value)));
    }

    static void threw(String label, Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof InvocationTargetException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        // One line of the log for each step.
        print(label + " threw " + steady(inner + " | " + trace.toString().replace("\n", " | ")));
    }

    /** Values are written out, other objects by their class: what they say of themselves is not the same twice. */
    private static String text(Object value) {
        if (value == null) {
            return "null";
        }
        String name = value.getClass().getName();
        if (value instanceof String || value instanceof Number || value instanceof Boolean
                || value instanceof Character) {
            return name + " " + value;
        }
        if (value.getClass().isArray()) {
            StringBuilder items = new StringBuilder(name);
            for (int i = 0; i < Array.getLength(value); i++) {
                items.append(' ').append(text(Array.get(value, i)));
            }
            return items.toString();
        }
        if (value instanceof Collection && name.startsWith("java.")) {
            StringBuilder items = new StringBuilder(name);
            for (Object item : (Collection<?>) value) {
                items.append(' ').append(text(item));
            }
            return items.toString();
        }
        return name;
    }

    /** The number of the process and where an object lies differ between any two runs. */
    private static String steady(String text) {
        return text.replaceAll("\\{" + HEX_PID + " ", "{HEX ")
                .replaceAll("(?<=\\bpid=)" + PID + "\\b|\\b" + PID + "(?=:com\\.)", "PID")
                .replaceAll("@[0-9a-f]{4,8}\\b", "@HASH");
    }

    static synchronized void print(String text) {
        System.out.println(text);
    }
}
