package android.content.pm;

/** A component that can handle an intent. */
public class ResolveInfo {
    public ActivityInfo activityInfo;

    public ResolveInfo() {
    }

    public CharSequence loadLabel(PackageManager pm) {
        return activityInfo.loadLabel(pm);
    }
}
