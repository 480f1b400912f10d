package android.app.usage;

import android.content.Context;
import com.android.internal.os.BinderLink;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;

/** Use of apps. */
public final class UsageStatsManager {
    public static final int INTERVAL_DAILY = 0;

    UsageStatsManager(Context context) {
    }

    public List<UsageStats> queryUsageStats(int intervalType, long beginTime, long endTime) {
        List<UsageStats> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("usage.stats");
        for (int i = 0; i < found.length(); i++) {
            result.add(new UsageStats(found.optString(i), endTime));
        }
        return result;
    }
}
