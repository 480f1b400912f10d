package android.app;

import android.content.ComponentCallbacks2;
import android.content.Context;
import android.content.ContextWrapper;
import android.os.Bundle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The app as a whole; one a process. */
public class Application extends ContextWrapper implements ComponentCallbacks2 {
    private final List<ActivityLifecycleCallbacks> callbacks = new CopyOnWriteArrayList<>();

    /** Told of the life of every activity. */
    public interface ActivityLifecycleCallbacks {
        void onActivityCreated(Activity activity, Bundle savedInstanceState);

        void onActivityStarted(Activity activity);

        void onActivityResumed(Activity activity);

        void onActivityPaused(Activity activity);

        void onActivityStopped(Activity activity);

        void onActivitySaveInstanceState(Activity activity, Bundle outState);

        void onActivityDestroyed(Activity activity);
    }

    public Application() {
        super(null);
    }

    final void attach(Context context) {
        attachBaseContext(context);
    }

    public void onCreate() {
    }

    @Override
    public void onTrimMemory(int level) {
    }

    public void registerActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
        callbacks.add(callback);
    }

    public void unregisterActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
        callbacks.remove(callback);
    }

    List<ActivityLifecycleCallbacks> callbacks() {
        return callbacks;
    }

    public static String getProcessName() {
        return ActivityThread.processName();
    }
}
