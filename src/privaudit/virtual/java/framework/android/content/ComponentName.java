package android.content;

/** Names a component of an app. */
public final class ComponentName {
    private final String pkg;
    private final String cls;

    public ComponentName(String pkg, String cls) {
        this.pkg = java.util.Objects.requireNonNull(pkg, "package name is null");
        this.cls = java.util.Objects.requireNonNull(cls, "class name is null");
    }

    public String getPackageName() {
        return pkg;
    }

    public String getClassName() {
        return cls;
    }

    public String flattenToString() {
        return pkg + "/" + cls;
    }

    public String flattenToShortString() {
        return pkg + "/" + (cls.startsWith(pkg + ".") ? cls.substring(pkg.length()) : cls);
    }

    @Override
    public String toString() {
        return "ComponentInfo{" + pkg + "/" + cls + "}";
    }
}
