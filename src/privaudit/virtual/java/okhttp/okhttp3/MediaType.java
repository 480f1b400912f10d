package okhttp3;

/** A media type such as application/json. */
public final class MediaType {
    private final String text;

    private MediaType(String text) {
        this.text = text;
    }

    public static MediaType get(String string) {
        if (!string.contains("/")) {
            throw new IllegalArgumentException("No subtype found for: \"" + string + '"');
        }
        return new MediaType(string);
    }

    public static MediaType parse(String string) {
        return string.contains("/") ? new MediaType(string) : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
