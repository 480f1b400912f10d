package android.view;

import android.content.Context;

/** A rectangle on the screen. */
public class View {
    public static final int NO_ID = -1;
    public static final int VISIBLE = 0x00000000;
    public static final int INVISIBLE = 0x00000004;
    public static final int GONE = 0x00000008;

    private final Context context;
    private int id = NO_ID;
    private int visibility = VISIBLE;
    private boolean clickable;
    private boolean enabled = true;
    private boolean focusable;
    private CharSequence contentDescription;
    private OnClickListener onClick;
    private Object tag;
    ViewParent parent;

    /** Told when a view was clicked. */
    public interface OnClickListener {
        void onClick(View v);
    }

    public View(Context context) {
        this.context = context;
    }

    public final Context getContext() {
        return context;
    }

    public int getId() {
        return id;
    }

    public void setId(int id) {
        this.id = id;
        requestLayout();
    }

    public int getVisibility() {
        return visibility;
    }

    public void setVisibility(int visibility) {
        this.visibility = visibility;
        requestLayout();
    }

    public boolean isClickable() {
        return clickable;
    }

    public void setClickable(boolean clickable) {
        this.clickable = clickable;
        requestLayout();
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
        requestLayout();
    }

    public final boolean isFocusable() {
        return focusable;
    }

    public void setFocusable(boolean focusable) {
        this.focusable = focusable;
        requestLayout();
    }

    public CharSequence getContentDescription() {
        return contentDescription;
    }

    public void setContentDescription(CharSequence contentDescription) {
        this.contentDescription = contentDescription;
        requestLayout();
    }

    public Object getTag() {
        return tag;
    }

    public void setTag(Object tag) {
        this.tag = tag;
    }

    public void setOnClickListener(OnClickListener l) {
        clickable = true;
        onClick = l;
        requestLayout();
    }

    public boolean performClick() {
        if (onClick == null) {
            return false;
        }
        onClick.onClick(this);
        return true;
    }

    public final ViewParent getParent() {
        return parent;
    }

    public void requestLayout() {
        if (parent != null) {
            parent.requestLayout();
        }
    }

    public void invalidate() {
        requestLayout();
    }

    public boolean post(Runnable action) {
        return new android.os.Handler(android.os.Looper.getMainLooper()).post(action);
    }

    public final <T extends View> T findViewById(int id) {
        return id == NO_ID ? null : findViewTraversal(id);
    }

    @SuppressWarnings("unchecked")
    protected <T extends View> T findViewTraversal(int id) {
        return id == this.id ? (T) this : null;
    }

    public CharSequence getAccessibilityClassName() {
        return View.class.getName();
    }
}
