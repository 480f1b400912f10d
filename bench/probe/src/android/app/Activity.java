package android.app;

public class Activity {
    public void launch() {
        onCreate(null);
        onStart();
    }

    protected void onCreate(Object state) {}

    protected void onStart() {}

    public final void requestPermissions(String[] permissions, int code) {}
}
