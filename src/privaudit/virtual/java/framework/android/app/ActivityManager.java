package android.app;

import android.content.ComponentName;
import android.content.Context;
import com.android.internal.os.BinderLink;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** Running apps. */
public class ActivityManager {
    ActivityManager(Context context) {
    }

    /** A running process. */
    public static class RunningAppProcessInfo {
        public static final int IMPORTANCE_FOREGROUND = 100;

        public String processName;
        public int pid;
        public int uid;
        public int importance = IMPORTANCE_FOREGROUND;
        public String[] pkgList;

        public RunningAppProcessInfo() {
        }
    }

    /** A task with activities. */
    public static class RunningTaskInfo {
        public int id;
        public ComponentName baseActivity;
        public ComponentName topActivity;
        public int numActivities;

        public RunningTaskInfo() {
        }
    }

    public List<RunningAppProcessInfo> getRunningAppProcesses() {
        List<RunningAppProcessInfo> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("process.list");
        for (int i = 0; i < found.length(); i++) {
            JSONObject json = found.optJSONObject(i);
            RunningAppProcessInfo info = new RunningAppProcessInfo();
            info.processName = json.optString("name");
            info.pid = json.optInt("pid");
            info.uid = json.optInt("uid");
            info.pkgList = new String[] {json.optString("package")};
            result.add(info);
        }
        return result;
    }

    public List<RunningTaskInfo> getRunningTasks(int maxNum) throws SecurityException {
        List<RunningTaskInfo> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("activity.tasks", "max", maxNum);
        for (int i = 0; i < found.length(); i++) {
            JSONObject json = found.optJSONObject(i);
            RunningTaskInfo info = new RunningTaskInfo();
            info.id = json.optInt("id");
            info.numActivities = json.optInt("count");
            info.topActivity = new ComponentName(json.optString("package"), json.optString("top"));
            info.baseActivity = new ComponentName(json.optString("package"), json.optString("base"));
            result.add(info);
        }
        return result;
    }
}
