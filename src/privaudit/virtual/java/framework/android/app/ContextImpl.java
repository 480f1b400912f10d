package android.app;

import android.content.ComponentName;
import android.content.ContentResolver;
import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageManager;
import android.content.res.Resources;
import android.os.Bundle;
import android.os.Looper;
import com.android.internal.os.AppInfo;
import com.android.internal.os.BinderLink;
import com.android.internal.os.Managers;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.json.JSONObject;

/** The context the system gives an app. */
class ContextImpl extends Context {
    private final Map<String, Object> services = new ConcurrentHashMap<>();
    private final Map<String, SharedPreferences> preferences = new HashMap<>();
    private final PackageManager packageManager = new ApplicationPackageManager(this);
    private final ContentResolver contentResolver = new ApplicationContentResolver(this);
    private Resources resources;

    /** The content resolver of an app. */
    private static final class ApplicationContentResolver extends ContentResolver {
        ApplicationContentResolver(Context context) {
            super(context);
        }
    }

    @Override
    public synchronized Resources getResources() {
        if (resources == null) {
            resources = new Resources(getClassLoader());
        }
        return resources;
    }

    @Override
    public PackageManager getPackageManager() {
        return packageManager;
    }

    @Override
    public ContentResolver getContentResolver() {
        return contentResolver;
    }

    @Override
    public Looper getMainLooper() {
        return Looper.getMainLooper();
    }

    @Override
    public Context getApplicationContext() {
        return ActivityThread.currentApplication();
    }

    @Override
    public ClassLoader getClassLoader() {
        return ContextImpl.class.getClassLoader();
    }

    @Override
    public String getPackageName() {
        return AppInfo.packageName();
    }

    @Override
    public ApplicationInfo getApplicationInfo() {
        JSONObject info = AppInfo.get().optJSONObject("info");
        return ApplicationPackageManager.packageInfo(info, 0).applicationInfo;
    }

    @Override
    public String getPackageCodePath() {
        return getApplicationInfo().sourceDir;
    }

    @Override
    public SharedPreferences getSharedPreferences(String name, int mode) {
        synchronized (preferences) {
            return preferences.computeIfAbsent(name, key ->
                    new SharedPreferencesImpl(new File(new File(getDataDir(), "shared_prefs"), key + ".xml")));
        }
    }

    @Override
    public File getDataDir() {
        return new File(AppInfo.get().optString("dataDir"));
    }

    private File directory(String name) {
        File result = new File(getDataDir(), name);
        result.mkdirs();
        return result;
    }

    @Override
    public File getFilesDir() {
        return directory("files");
    }

    @Override
    public File getCacheDir() {
        return directory("cache");
    }

    @Override
    public void startActivity(Intent intent) {
        startActivity(intent, null);
    }

    @Override
    public void startActivity(Intent intent, Bundle options) {
        ActivityThread.startActivity(intent);
    }

    @Override
    public ComponentName startService(Intent service) {
        return component("service.start", service);
    }

    @Override
    public boolean stopService(Intent service) {
        return component("service.stop", service) != null;
    }

    private static ComponentName component(String call, Intent service) {
        if (service.getComponent() == null) {
            throw new IllegalArgumentException("Service Intent must be explicit: " + service);
        }
        String cls = BinderLink.text(call,
                "package", service.getComponent().getPackageName(),
                "class", service.getComponent().getClassName(),
                "extras", ActivityThread.extras(service));
        return cls == null ? null : new ComponentName(service.getComponent().getPackageName(), cls);
    }

    @Override
    public Object getSystemService(String name) {
        return services.computeIfAbsent(name, key -> Managers.create(this, key));
    }

    @Override
    public String getSystemServiceName(Class<?> serviceClass) {
        return Managers.nameOf(serviceClass);
    }

    @Override
    public int checkPermission(String permission, int pid, int uid) {
        if (permission == null) {
            throw new IllegalArgumentException("permission is null");
        }
        return ((Number) BinderLink.call("permission.check", "permission", permission, "package", getPackageName()))
                .intValue();
    }

    @Override
    public int checkCallingOrSelfPermission(String permission) {
        return checkPermission(permission, 0, 0);
    }

    @Override
    public int checkSelfPermission(String permission) {
        return checkPermission(permission, 0, 0);
    }
}
