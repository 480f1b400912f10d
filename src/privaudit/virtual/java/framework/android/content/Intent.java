package android.content;

import android.net.Uri;
import android.os.Bundle;
import java.util.Set;
import java.util.TreeSet;

/** What an app asks the system to do. */
public class Intent {
    public static final String ACTION_MAIN = "android.intent.action.MAIN";
    public static final String ACTION_VIEW = "android.intent.action.VIEW";
    public static final String ACTION_DIAL = "android.intent.action.DIAL";
    public static final String ACTION_SENDTO = "android.intent.action.SENDTO";
    public static final String CATEGORY_LAUNCHER = "android.intent.category.LAUNCHER";
    public static final int FLAG_ACTIVITY_NEW_TASK = 0x10000000;
    public static final int FLAG_ACTIVITY_CLEAR_TOP = 0x04000000;

    private String action;
    private Uri data;
    private ComponentName component;
    private String pkg;
    private int flags;
    private final Set<String> categories = new TreeSet<>();
    private final Bundle extras = new Bundle();

    public Intent() {
    }

    public Intent(String action) {
        this.action = action;
    }

    public Intent(String action, Uri uri) {
        this.action = action;
        this.data = uri;
    }

    public Intent(Context packageContext, Class<?> cls) {
        component = new ComponentName(packageContext.getPackageName(), cls.getName());
    }

    public String getAction() {
        return action;
    }

    public Intent setAction(String action) {
        this.action = action;
        return this;
    }

    public Uri getData() {
        return data;
    }

    public Intent setData(Uri data) {
        this.data = data;
        return this;
    }

    public String getDataString() {
        return data == null ? null : data.toString();
    }

    public ComponentName getComponent() {
        return component;
    }

    public Intent setComponent(ComponentName component) {
        this.component = component;
        return this;
    }

    public Intent setClassName(String packageName, String className) {
        return setComponent(new ComponentName(packageName, className));
    }

    public String getPackage() {
        return pkg;
    }

    public Intent setPackage(String packageName) {
        pkg = packageName;
        return this;
    }

    public int getFlags() {
        return flags;
    }

    public Intent setFlags(int flags) {
        this.flags = flags;
        return this;
    }

    public Intent addFlags(int flags) {
        this.flags |= flags;
        return this;
    }

    public Intent addCategory(String category) {
        categories.add(category);
        return this;
    }

    public Set<String> getCategories() {
        return categories.isEmpty() ? null : categories;
    }

    public Bundle getExtras() {
        return extras.isEmpty() ? null : new Bundle(extras);
    }

    public Intent putExtra(String name, String value) {
        extras.putString(name, value);
        return this;
    }

    public Intent putExtra(String name, int value) {
        extras.putInt(name, value);
        return this;
    }

    public Intent putExtra(String name, boolean value) {
        extras.putBoolean(name, value);
        return this;
    }

    public boolean hasExtra(String name) {
        return extras.containsKey(name);
    }

    public String getStringExtra(String name) {
        return extras.getString(name);
    }

    public int getIntExtra(String name, int defaultValue) {
        return extras.getInt(name, defaultValue);
    }

    public boolean getBooleanExtra(String name, boolean defaultValue) {
        return extras.containsKey(name) ? extras.getBoolean(name) : defaultValue;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Intent {");
        if (action != null) {
            text.append(" act=").append(action);
        }
        if (!categories.isEmpty()) {
            text.append(" cat=").append(categories);
        }
        if (data != null) {
            text.append(" dat=").append(data);
        }
        if (component != null) {
            text.append(" cmp=").append(component.flattenToShortString());
        }
        return text.append(" }").toString();
    }
}
