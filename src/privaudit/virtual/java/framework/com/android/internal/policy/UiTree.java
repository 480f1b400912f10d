package com.android.internal.policy;

import android.content.res.Resources;
import android.text.InputType;
import android.view.View;
import android.view.ViewGroup;
import android.webkit.WebView;
import android.widget.Checkable;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Describes views to the system, which lays them out and shows them. */
public final class UiTree {
    private static final java.util.Map<Integer, String> FRAMEWORK = java.util.Map.of(
            android.R.id.content, "android:id/content",
            android.R.id.button1, "android:id/button1",
            android.R.id.button2, "android:id/button2",
            android.R.id.message, "android:id/message",
            android.R.id.title, "android:id/alertTitle");

    private UiTree() {
    }

    /** Returns the views of a window, marked as a dialog or not. */
    public static JSONObject describe(View root, boolean dialog) {
        JSONObject tree = describe(root);
        try {
            tree.put("window", dialog ? "dialog" : "activity");
        } catch (JSONException e) {
            throw new IllegalStateException(e);
        }
        return tree;
    }

    /** Returns a view and all visible views below it. */
    public static JSONObject describe(View view) {
        try {
            JSONObject node = new JSONObject();
            node.put("id", name(view));
            node.put("cls", view.getAccessibilityClassName().toString());
            node.put("text", "");
            if (view instanceof TextView) {
                TextView text = (TextView) view;
                node.put("text", text.getText().toString());
                node.put("hint", text.getHint() == null ? "" : text.getHint().toString());
                node.put("password", (text.getInputType() & InputType.TYPE_TEXT_VARIATION_PASSWORD) != 0);
            }
            CharSequence description = view.getContentDescription();
            node.put("desc", description == null ? "" : description.toString());
            node.put("clickable", view.isClickable());
            node.put("enabled", view.isEnabled());
            node.put("focusable", view.isFocusable());
            node.put("checkable", view instanceof Checkable);
            node.put("checked", view instanceof Checkable && ((Checkable) view).isChecked());
            if (view instanceof LinearLayout
                    && ((LinearLayout) view).getOrientation() == LinearLayout.HORIZONTAL) {
                node.put("orientation", "horizontal");
            }
            node.put("scrollable", view instanceof ScrollView || view instanceof WebView);
            JSONArray children = new JSONArray();
            if (view instanceof ViewGroup) {
                ViewGroup group = (ViewGroup) view;
                for (int i = 0; i < group.getChildCount(); i++) {
                    if (group.getChildAt(i).getVisibility() == View.VISIBLE) {
                        children.put(describe(group.getChildAt(i)));
                    }
                }
            }
            node.put("children", children);
            return node;
        } catch (JSONException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the resource name of a view's id (`privacy_agree`, `android:id/button1`), or an empty string. */
    public static String name(View view) {
        String own = FRAMEWORK.get(view.getId());
        if (own != null || view.getId() == View.NO_ID) {
            return own == null ? "" : own;
        }
        try {
            return view.getContext().getResources().getResourceEntryName(view.getId());
        } catch (Resources.NotFoundException e) {
            return "";
        }
    }

    /** Returns the view at a place of the described tree (`0.2.1`: numbers of visible children), or null. */
    public static View at(View root, String path) {
        View view = root;
        for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
            View next = null;
            int left = Integer.parseInt(part);
            if (view instanceof ViewGroup) {
                ViewGroup group = (ViewGroup) view;
                for (int i = 0; i < group.getChildCount() && next == null; i++) {
                    if (group.getChildAt(i).getVisibility() == View.VISIBLE && left-- == 0) {
                        next = group.getChildAt(i);
                    }
                }
            }
            if (next == null) {
                return null;
            }
            view = next;
        }
        return view;
    }

    /** Does what a tap on a view, or typing into it, does. */
    public static void input(View root, JSONObject event) {
        View view = at(root, event.optString("path"));
        if (view == null || !view.isEnabled() || !name(view).equals(event.optString("id"))) {
            // The screen changed between the touch and now: as on a phone, it then meets nothing.
            return;
        }
        switch (event.optString("event")) {
            case "text":
                if (view instanceof EditText) {
                    ((EditText) view).setText(event.optString("text"));
                }
                break;
            default:
                view.performClick();
                break;
        }
    }
}
