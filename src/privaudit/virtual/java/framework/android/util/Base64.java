package android.util;

/** Base64 with the framework's flags. */
public class Base64 {
    public static final int DEFAULT = 0;
    public static final int NO_PADDING = 1;
    public static final int NO_WRAP = 2;
    public static final int URL_SAFE = 8;

    private Base64() {
    }

    public static String encodeToString(byte[] input, int flags) {
        java.util.Base64.Encoder encoder = (flags & URL_SAFE) != 0
                ? java.util.Base64.getUrlEncoder()
                : (flags & NO_WRAP) != 0 ? java.util.Base64.getEncoder()
                        : java.util.Base64.getMimeEncoder(76, new byte[] {'\n'});
        return ((flags & NO_PADDING) != 0 ? encoder.withoutPadding() : encoder).encodeToString(input);
    }

    public static byte[] decode(String str, int flags) {
        return (flags & URL_SAFE) != 0
                ? java.util.Base64.getUrlDecoder().decode(str)
                : java.util.Base64.getMimeDecoder().decode(str);
    }
}
