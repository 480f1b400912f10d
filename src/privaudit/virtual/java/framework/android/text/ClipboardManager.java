package android.text;

/** The clipboard as it was before API 11. */
public abstract class ClipboardManager {
    public ClipboardManager() {
    }

    public abstract CharSequence getText();

    public abstract void setText(CharSequence text);

    public abstract boolean hasText();
}
