package android.content;

/** What a clip is. */
public class ClipDescription {
    public static final String MIMETYPE_TEXT_PLAIN = "text/plain";

    private final CharSequence label;

    public ClipDescription(CharSequence label, String[] mimeTypes) {
        this.label = label;
    }

    public CharSequence getLabel() {
        return label;
    }
}
