package android.view;

import android.content.Context;
import java.util.ArrayList;
import java.util.List;

/** A view that holds others. */
public abstract class ViewGroup extends View implements ViewParent {
    private final List<View> children = new ArrayList<>();

    public ViewGroup(Context context) {
        super(context);
    }

    public void addView(View child) {
        addView(child, -1);
    }

    public void addView(View child, int index) {
        if (child.parent != null) {
            throw new IllegalStateException("The specified child already has a parent. "
                    + "You must call removeView() on the child's parent first.");
        }
        children.add(index < 0 ? children.size() : index, child);
        child.parent = this;
        requestLayout();
    }

    public void removeView(View view) {
        if (children.remove(view)) {
            view.parent = null;
            requestLayout();
        }
    }

    public void removeAllViews() {
        for (View child : children) {
            child.parent = null;
        }
        children.clear();
        requestLayout();
    }

    public int getChildCount() {
        return children.size();
    }

    public View getChildAt(int index) {
        return index < 0 || index >= children.size() ? null : children.get(index);
    }

    @Override
    protected <T extends View> T findViewTraversal(int id) {
        T found = super.findViewTraversal(id);
        for (int i = 0; found == null && i < children.size(); i++) {
            found = children.get(i).findViewTraversal(id);
        }
        return found;
    }

    @Override
    public CharSequence getAccessibilityClassName() {
        return ViewGroup.class.getName();
    }
}
