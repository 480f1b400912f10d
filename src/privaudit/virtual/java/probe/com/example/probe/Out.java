package com.example.probe;

/** Prints results: one line each, long values with their length and hash only. */
final class Out {
    private static final int SHOWN = 400;

    /** A call that may throw anything. */
    interface Action {
        Object run() throws Throwable;
    }

    private Out() {
    }

    /** Prints a text line by line, whole. */
    static synchronized void text(String name, String text) {
        steady(text).lines().forEach(line -> System.out.println(name + " | " + line));
    }

    /** Messages of the system name the process, which differs from run to run. */
    private static String steady(String text) {
        int pid = android.os.Process.myPid();
        return text.replace("{" + Integer.toHexString(pid) + " ", "{HEX ").replaceAll("\\b" + pid + "\\b", "PID");
    }

    static synchronized void line(String name, Object value) {
        String text = steady(String.valueOf(value));
        String shown = text.length() > SHOWN
                ? text.substring(0, SHOWN) + "… " + text.length() + " characters, hash " + text.hashCode()
                : text;
        System.out.println(name + " = " + shown.replace('\n', '|'));
    }

    static void call(String name, Action action) {
        try {
            line(name, action.run());
        } catch (Throwable thrown) {
            StringBuilder text = new StringBuilder("threw");
            for (Throwable t = thrown; t != null; t = t.getCause()) {
                text.append(' ').append(t.getClass().getName()).append(": ").append(t.getMessage()).append(';');
                text.append(" suppressed ").append(t.getSuppressed().length).append(';');
            }
            line(name, text);
        }
    }
}
