package android.text;

/** Kinds of text a field takes. */
public interface InputType {
    int TYPE_CLASS_TEXT = 0x00000001;
    int TYPE_CLASS_NUMBER = 0x00000002;
    int TYPE_CLASS_PHONE = 0x00000003;
    int TYPE_TEXT_VARIATION_PASSWORD = 0x00000080;
}
