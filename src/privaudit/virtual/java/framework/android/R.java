package android;

/** The framework's own resources. */
public final class R {
    public R() {
    }

    /** Ids of views. */
    public static final class id {
        public static final int button1 = 0x01020019;
        public static final int button2 = 0x0102001a;
        public static final int content = 0x01020002;
        public static final int message = 0x0102000b;
        public static final int title = 0x01020016;

        public id() {
        }
    }
}
