package android.app;

import android.content.Context;
import android.content.ContextWrapper;
import android.content.Intent;
import android.os.IBinder;
import com.android.internal.os.BinderLink;

/** Work of an app without a screen. */
public abstract class Service extends ContextWrapper {
    public static final int START_STICKY = 1;
    public static final int START_NOT_STICKY = 2;

    public Service() {
        super(null);
    }

    public final void attach(
            Context context, ActivityThread thread, String className, IBinder token, Application application,
            Object activityManager) {
        attachBaseContext(context);
    }

    public void onCreate() {
    }

    public int onStartCommand(Intent intent, int flags, int startId) {
        return START_STICKY;
    }

    public void onDestroy() {
    }

    public abstract IBinder onBind(Intent intent);

    public final void stopSelf() {
        BinderLink.call("service.stop", "package", getPackageName(), "class", getClass().getName());
    }
}
