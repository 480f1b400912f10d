package android.content.pm;

/** An activity of an app. */
public class ActivityInfo extends ComponentInfo {
    public ActivityInfo() {
    }
}
