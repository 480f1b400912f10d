package android.widget;

import android.content.Context;
import android.view.ViewGroup;

/** Children on top of each other. */
public class FrameLayout extends ViewGroup {
    public FrameLayout(Context context) {
        super(context);
    }

    @Override
    public CharSequence getAccessibilityClassName() {
        return FrameLayout.class.getName();
    }
}
