package android.app;

import android.content.Context;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import com.android.internal.os.BinderLink;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** The package manager an app is given. */
public class ApplicationPackageManager extends PackageManager {
    private final Context context;

    ApplicationPackageManager(Context context) {
        this.context = context;
    }

    @Override
    public PackageInfo getPackageInfo(String packageName, int flags) throws NameNotFoundException {
        return getPackageInfo(packageName, PackageInfoFlags.of(flags));
    }

    @Override
    public PackageInfo getPackageInfo(String packageName, PackageInfoFlags flags) throws NameNotFoundException {
        return found(packageName, flags.getValue());
    }

    private PackageInfo found(String packageName, long flags) throws NameNotFoundException {
        Object found = BinderLink.call("package.info", "package", packageName);
        if (found == null) {
            throw new NameNotFoundException(packageName);
        }
        return packageInfo((JSONObject) found, flags);
    }

    @Override
    public ApplicationInfo getApplicationInfo(String packageName, int flags) throws NameNotFoundException {
        return found(packageName, 0).applicationInfo;
    }

    @Override
    public Intent getLaunchIntentForPackage(String packageName) {
        Object found = BinderLink.call("package.info", "package", packageName);
        String launcher = found == null ? "" : ((JSONObject) found).optString("launcher");
        if (launcher.isEmpty()) {
            return null;
        }
        return new Intent(Intent.ACTION_MAIN)
                .addCategory(Intent.CATEGORY_LAUNCHER)
                .setClassName(packageName, launcher)
                .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
    }

    @Override
    public int checkPermission(String permName, String packageName) {
        return ((Number) BinderLink.call("permission.check", "permission", permName, "package", packageName)).intValue();
    }

    @Override
    public List<PackageInfo> getInstalledPackages(int flags) {
        return getInstalledPackages(PackageInfoFlags.of(flags));
    }

    @Override
    public List<PackageInfo> getInstalledPackages(PackageInfoFlags flags) {
        List<PackageInfo> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("package.list");
        for (int i = 0; i < found.length(); i++) {
            result.add(packageInfo(found.optJSONObject(i), flags.getValue()));
        }
        return result;
    }

    @Override
    public List<ApplicationInfo> getInstalledApplications(int flags) {
        return getInstalledApplications(ApplicationInfoFlags.of(flags));
    }

    @Override
    public List<ApplicationInfo> getInstalledApplications(ApplicationInfoFlags flags) {
        List<ApplicationInfo> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("package.list");
        for (int i = 0; i < found.length(); i++) {
            result.add(packageInfo(found.optJSONObject(i), 0).applicationInfo);
        }
        return result;
    }

    @Override
    public List<ResolveInfo> queryIntentActivities(Intent intent, int flags) {
        return queryIntentActivities(intent, ResolveInfoFlags.of(flags));
    }

    @Override
    public List<ResolveInfo> queryIntentActivities(Intent intent, ResolveInfoFlags flags) {
        List<ResolveInfo> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("package.query_intent",
                "action", intent.getAction(), "categories", intent.getCategories(), "package", intent.getPackage());
        for (int i = 0; i < found.length(); i++) {
            JSONObject json = found.optJSONObject(i);
            ResolveInfo info = new ResolveInfo();
            info.activityInfo = new ActivityInfo();
            info.activityInfo.packageName = json.optString("package");
            info.activityInfo.name = json.optString("launcher");
            info.activityInfo.applicationInfo = packageInfo(json, 0).applicationInfo;
            result.add(info);
        }
        return result;
    }

    @Override
    public CharSequence getApplicationLabel(ApplicationInfo info) {
        return info.loadLabel(this);
    }

    @Override
    public boolean hasSystemFeature(String featureName) {
        return featureName.startsWith("android.hardware.") && !featureName.endsWith(".nfc");
    }

    static PackageInfo packageInfo(JSONObject json, long flags) {
        PackageInfo info = new PackageInfo();
        info.packageName = json.optString("package");
        info.versionName = json.optString("versionName");
        info.versionCode = json.optInt("versionCode");
        info.firstInstallTime = json.optLong("firstInstallTime");
        info.lastUpdateTime = json.optLong("lastUpdateTime");
        ApplicationInfo app = new ApplicationInfo();
        app.packageName = info.packageName;
        app.processName = info.packageName;
        app.uid = json.optInt("uid");
        app.targetSdkVersion = json.optInt("targetSdk");
        app.sourceDir = json.optString("sourceDir");
        app.publicSourceDir = app.sourceDir;
        app.dataDir = json.optString("dataDir");
        app.flags = (json.optBoolean("system") ? ApplicationInfo.FLAG_SYSTEM : 0)
                | (json.optBoolean("debuggable") ? ApplicationInfo.FLAG_DEBUGGABLE : 0);
        app.nonLocalizedLabel = json.optString("label", null);
        info.applicationInfo = app;
        if ((flags & GET_PERMISSIONS) != 0) {
            JSONArray permissions = json.optJSONArray("requestedPermissions");
            info.requestedPermissions = new String[permissions.length()];
            for (int i = 0; i < permissions.length(); i++) {
                info.requestedPermissions[i] = permissions.optString(i);
            }
        }
        return info;
    }
}
