package com.android.internal.policy;

import android.content.Context;
import android.view.View;
import android.widget.FrameLayout;

/** The root of a window; tells its owner when anything below it changes. */
public final class DecorView extends FrameLayout {
    private final Runnable changed;

    /** Makes an empty window. */
    public DecorView(Context context, Runnable changed) {
        super(context);
        this.changed = changed;
        setId(android.R.id.content);
    }

    /** Shows a view instead of what is there. */
    public void setContent(View view) {
        removeAllViews();
        addView(view);
    }

    @Override
    public void requestLayout() {
        // The field is not set yet while the superclass is being built.
        if (changed != null) {
            changed.run();
        }
    }
}
