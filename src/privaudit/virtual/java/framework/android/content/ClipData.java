package android.content;

/** What is on the clipboard. */
public class ClipData {
    private final ClipDescription description;
    private final Item item;

    /** One thing on the clipboard. */
    public static class Item {
        private final CharSequence text;

        public Item(CharSequence text) {
            this.text = text;
        }

        public CharSequence getText() {
            return text;
        }

        public CharSequence coerceToText(Context context) {
            return text == null ? "" : text;
        }
    }

    public ClipData(CharSequence label, String[] mimeTypes, Item item) {
        this(new ClipDescription(label, mimeTypes), item);
    }

    public ClipData(ClipDescription description, Item item) {
        this.description = description;
        this.item = item;
    }

    public static ClipData newPlainText(CharSequence label, CharSequence text) {
        return new ClipData(label, new String[] {ClipDescription.MIMETYPE_TEXT_PLAIN}, new Item(text));
    }

    public ClipDescription getDescription() {
        return description;
    }

    public int getItemCount() {
        return 1;
    }

    public Item getItemAt(int index) {
        if (index != 0) {
            throw new IndexOutOfBoundsException("Index " + index + " out of bounds for length 1");
        }
        return item;
    }

    @Override
    public String toString() {
        return "ClipData { text/plain {T(" + item.text.length() + ")} }";
    }
}
