package cn.demostat.analytics;

/** The Java half of the made-up SDK whose native half reads past Java. */
public final class NativeReads {
    private NativeReads() {}

    /** Does what a line says, in this thread or in one that the VM does not know. */
    public static native String run(String line, boolean apart);
}
