package android.widget;

import android.content.Context;

/** A frame whose child may be taller than the screen. */
public class ScrollView extends FrameLayout {
    public ScrollView(Context context) {
        super(context);
    }

    @Override
    public CharSequence getAccessibilityClassName() {
        return ScrollView.class.getName();
    }
}
