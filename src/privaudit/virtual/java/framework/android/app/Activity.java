package android.app;

import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.view.ContextThemeWrapper;
import android.view.View;
import com.android.internal.os.BinderLink;
import com.android.internal.policy.DecorView;
import java.util.ArrayDeque;
import java.util.Deque;

/** A screen of an app. */
public class Activity extends ContextThemeWrapper {
    public static final int RESULT_CANCELED = 0;
    public static final int RESULT_OK = -1;

    private final Deque<DecorView> windows = new ArrayDeque<>();
    private Intent intent;
    private Application application;
    private CharSequence title = "";
    private boolean finished;
    private boolean asking;
    String state = "created";

    public Activity() {
    }

    final void attach(Context context, Application application, Intent intent) {
        attachBaseContext(context);
        this.application = application;
        this.intent = intent;
        windows.push(new DecorView(this, this::redraw));
    }

    public Intent getIntent() {
        return intent;
    }

    public void setIntent(Intent newIntent) {
        intent = newIntent;
    }

    public final Application getApplication() {
        return application;
    }

    protected void onCreate(Bundle savedInstanceState) {
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityCreated(this, savedInstanceState);
        }
    }

    protected void onStart() {
        state = "started";
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityStarted(this);
        }
    }

    protected void onRestart() {
    }

    protected void onResume() {
        state = "resumed";
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityResumed(this);
        }
    }

    protected void onPause() {
        state = "paused";
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityPaused(this);
        }
    }

    protected void onStop() {
        state = "stopped";
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityStopped(this);
        }
    }

    protected void onDestroy() {
        state = "destroyed";
        for (Application.ActivityLifecycleCallbacks callback : application.callbacks()) {
            callback.onActivityDestroyed(this);
        }
    }

    protected void onNewIntent(Intent intent) {
    }

    public void onBackPressed() {
        finish();
    }

    public void setContentView(View view) {
        windows.peekLast().setContent(view);
    }

    public <T extends View> T findViewById(int id) {
        return windows.peekLast().findViewById(id);
    }

    public void setTitle(CharSequence title) {
        this.title = title;
    }

    public final CharSequence getTitle() {
        return title;
    }

    public final void runOnUiThread(Runnable action) {
        if (getMainLooper().isCurrentThread()) {
            action.run();
        } else {
            new android.os.Handler(getMainLooper()).post(action);
        }
    }

    public boolean isFinishing() {
        return finished;
    }

    public boolean isDestroyed() {
        return "destroyed".equals(state);
    }

    public void finish() {
        if (!finished) {
            finished = true;
            ActivityThread.finish(this);
        }
    }

    @Override
    public void startActivity(Intent intent) {
        ActivityThread.startActivity(intent);
    }

    public final void requestPermissions(String[] permissions, int requestCode) {
        if (requestCode < 0) {
            throw new IllegalArgumentException("requestCode should be >= 0");
        }
        if (asking) {
            android.util.Log.w("Activity", "Can request only one set of permissions at a time");
            onRequestPermissionsResult(requestCode, new String[0], new int[0]);
            return;
        }
        asking = true;
        BinderLink.call("permission.request", "activity", getClass().getName(),
                "permissions", permissions, "requestCode", requestCode);
    }

    public boolean shouldShowRequestPermissionRationale(String permission) {
        return Boolean.TRUE.equals(BinderLink.call("permission.rationale", "permission", permission));
    }

    public void onRequestPermissionsResult(int requestCode, String[] permissions, int[] grantResults) {
    }

    final void permissionsAnswered(int requestCode, String[] permissions, int[] grantResults) {
        asking = false;
        onRequestPermissionsResult(requestCode, permissions, grantResults);
    }

    final boolean isAsking() {
        return asking;
    }

    final void addWindow(DecorView window) {
        windows.push(window);
        redraw();
    }

    final void removeWindow(DecorView window) {
        windows.remove(window);
        redraw();
    }

    final boolean hasDialog() {
        return windows.size() > 1;
    }

    final DecorView window() {
        return windows.peek();
    }

    final void redraw() {
        ActivityThread.scheduleTraversals(this);
    }
}
