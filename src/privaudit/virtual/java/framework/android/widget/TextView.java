package android.widget;

import android.content.Context;
import android.view.View;

/** Text. */
public class TextView extends View {
    private CharSequence text = "";
    private CharSequence hint;
    private int inputType;

    public TextView(Context context) {
        super(context);
    }

    public CharSequence getText() {
        return text;
    }

    public final void setText(CharSequence text) {
        this.text = text == null ? "" : text;
        requestLayout();
    }

    public CharSequence getHint() {
        return hint;
    }

    public final void setHint(CharSequence hint) {
        this.hint = hint;
        requestLayout();
    }

    public int getInputType() {
        return inputType;
    }

    public void setInputType(int type) {
        inputType = type;
        requestLayout();
    }

    @Override
    public CharSequence getAccessibilityClassName() {
        return TextView.class.getName();
    }
}
