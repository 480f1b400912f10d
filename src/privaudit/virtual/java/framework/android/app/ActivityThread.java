package android.app;

import android.content.Intent;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.util.AndroidRuntimeException;
import android.util.Log;
import com.android.internal.os.AndroidPrintStream;
import com.android.internal.os.AppInfo;
import com.android.internal.os.BinderLink;
import com.android.internal.os.RuntimeInit;
import com.android.internal.policy.UiTree;
import com.android.internal.standin.Generated;
import com.android.internal.standin.SystemAnswers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;

/** The main thread of an app's process: attaches it to the system and does what the system says. */
public final class ActivityThread {
    private static volatile ActivityThread current;

    private final Handler handler;
    private final ContextImpl context = new ContextImpl();
    private final List<Activity> activities = new ArrayList<>();
    private final Map<String, Service> services = new HashMap<>();
    private final List<Activity> dirty = new ArrayList<>();
    private final Map<Activity, String> drawn = new HashMap<>();
    private volatile Application application;

    private ActivityThread() {
        handler = new Handler(Looper.getMainLooper());
    }

    public static ActivityThread currentActivityThread() {
        return current;
    }

    public static Application currentApplication() {
        ActivityThread thread = current;
        return thread == null ? null : thread.application;
    }

    public Application getApplication() {
        return application;
    }

    static String processName() {
        return AppInfo.get().optString("process");
    }

    public static void main(String[] args) {
        Looper.prepareMainLooper();
        ActivityThread thread = new ActivityThread();
        current = thread;
        try {
            RuntimeInit.preload();
            BinderLink.connect(event -> thread.handler.post(() -> thread.handle(event)));
        } catch (ClassNotFoundException e) {
            throw new AndroidRuntimeException("no such runtime: " + e);
        } catch (IOException e) {
            throw new AndroidRuntimeException("no way to the system: " + e);
        }
        System.setOut(new AndroidPrintStream(Log.INFO, "System.out"));
        System.setErr(new AndroidPrintStream(Log.WARN, "System.err"));
        // The system answers when the process may run: until then no line of the app has been loaded.
        JSONObject bound = (JSONObject) BinderLink.call("attach",
                "pid", ProcessHandle.current().pid(), "token", System.getenv("ANDROID_BINDER_TOKEN"));
        AppInfo.bind(bound);
        Generated.answerFrom(new SystemAnswers());
        RuntimeInit.prepare(bound);
        thread.handler.post(() -> thread.bindApplication(bound));
        Looper.loop();
        throw new RuntimeException("Main thread loop unexpectedly exited");
    }

    private void bindApplication(JSONObject bound) {
        String name = bound.optString("application");
        application = (Application) instantiate(name.isEmpty() ? Application.class.getName() : name);
        application.attach(context);
        application.onCreate();
        if (!bound.isNull("activity")) {
            launch(bound.optString("activity"), bound.optJSONObject("extras"));
        }
        if (!bound.isNull("service")) {
            startService(bound.optString("service"), bound.optJSONObject("extras"));
        }
    }

    private static Object instantiate(String name) {
        try {
            return Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new RuntimeException("Unable to instantiate " + name + ": " + e, e);
        }
    }

    static JSONObject extras(Intent intent) {
        Map<String, String> result = new HashMap<>();
        Bundle extras = intent.getExtras();
        if (extras != null) {
            for (String key : extras.keySet()) {
                result.put(key, String.valueOf(extras.get(key)));
            }
        }
        return new JSONObject(result);
    }

    private static Intent intent(String component, JSONObject extras) {
        Intent intent = new Intent(Intent.ACTION_MAIN).setClassName(AppInfo.packageName(), component);
        if (extras != null) {
            extras.keys().forEachRemaining(key -> intent.putExtra(key, extras.optString(key)));
        }
        return intent;
    }

    // -- what the system says

    private void handle(JSONObject event) {
        switch (event.optString("event")) {
            case "start":
                launch(event.optString("activity"), event.optJSONObject("extras"));
                break;
            case "service":
                startService(event.optString("service"), event.optJSONObject("extras"));
                break;
            case "service.stop":
                stopService(event.optString("service"));
                break;
            case "lifecycle":
                lifecycle(event.optString("activity"), event.optString("state"));
                break;
            case "permissions":
                permissions(event);
                break;
            case "back":
                back();
                break;
            case "location":
            case "clipboard":
            case "sensor":
                RuntimeInit.publish(event);
                break;
            default:
                if (front() != null) {
                    UiTree.input(front().window(), event);
                }
                break;
        }
    }

    private Activity front() {
        for (int i = activities.size() - 1; i >= 0; i--) {
            if ("resumed".equals(activities.get(i).state)) {
                return activities.get(i);
            }
        }
        return null;
    }

    private Activity named(String name) {
        for (int i = activities.size() - 1; i >= 0; i--) {
            if (activities.get(i).getClass().getName().equals(name)) {
                return activities.get(i);
            }
        }
        return null;
    }

    private void launch(String name, JSONObject extras) {
        Activity activity = (Activity) instantiate(name);
        activity.attach(context, application, intent(name, extras));
        activities.add(activity);
        activity.onCreate(null);
        if (!activity.isFinishing()) {
            activity.onStart();
            resume(activity);
        }
    }

    private void resume(Activity activity) {
        activity.onResume();
        if (!activity.isFinishing()) {
            BinderLink.call("activity.resumed", "activity", activity.getClass().getName());
            drawn.remove(activity);
            activity.redraw();
        }
    }

    private void lifecycle(String name, String state) {
        Activity activity = named(name);
        if (activity == null) {
            return;
        }
        switch (state) {
            case "pause":
                pause(activity);
                break;
            case "stop":
                pause(activity);
                stop(activity);
                break;
            case "resume":
                if ("stopped".equals(activity.state)) {
                    activity.onRestart();
                    activity.onStart();
                }
                if (!"resumed".equals(activity.state)) {
                    resume(activity);
                }
                break;
            default:
                destroy(activity);
                break;
        }
    }

    private void pause(Activity activity) {
        if ("resumed".equals(activity.state)) {
            activity.onPause();
            BinderLink.call("activity.paused", "activity", activity.getClass().getName());
        }
    }

    private void stop(Activity activity) {
        if ("paused".equals(activity.state) || "started".equals(activity.state)) {
            activity.onStop();
            BinderLink.call("activity.stopped", "activity", activity.getClass().getName());
            if (front() == null) {
                application.onTrimMemory(Application.TRIM_MEMORY_UI_HIDDEN);
            }
        }
    }

    private void destroy(Activity activity) {
        pause(activity);
        stop(activity);
        if (!activity.isDestroyed()) {
            activity.onDestroy();
        }
        activities.remove(activity);
        drawn.remove(activity);
    }

    private void permissions(JSONObject event) {
        JSONArray names = event.optJSONArray("permissions");
        JSONArray answers = event.optJSONArray("granted");
        String[] permissions = new String[names.length()];
        int[] results = new int[names.length()];
        for (int i = 0; i < permissions.length; i++) {
            permissions[i] = names.optString(i);
            results[i] = Boolean.TRUE.equals(answers.opt(i)) ? 0 : -1;
        }
        for (Activity activity : new ArrayList<>(activities)) {
            if (activity.isAsking()) {
                activity.permissionsAnswered(event.optInt("requestCode"), permissions, results);
                return;
            }
        }
    }

    private void back() {
        Activity activity = front();
        if (activity == null) {
            return;
        }
        Object owner = activity.window().getTag();
        if (owner instanceof Dialog) {
            ((Dialog) owner).onBackPressed();
        } else {
            activity.onBackPressed();
        }
    }

    private void startService(String name, JSONObject extras) {
        Service service = services.get(name);
        if (service == null) {
            service = (Service) instantiate(name);
            service.attach(context, this, name, null, application, null);
            services.put(name, service);
            service.onCreate();
        }
        service.onStartCommand(intent(name, extras), 0, 1);
    }

    private void stopService(String name) {
        Service service = services.remove(name);
        if (service != null) {
            service.onDestroy();
        }
    }

    // -- what activities ask

    static void startActivity(Intent intent) {
        if (intent.getComponent() == null && intent.getAction() == null) {
            throw new android.content.ActivityNotFoundException("No Activity found to handle " + intent);
        }
        BinderLink.call("activity.start",
                "package", intent.getComponent() == null ? null : intent.getComponent().getPackageName(),
                "class", intent.getComponent() == null ? null : intent.getComponent().getClassName(),
                "action", intent.getAction(), "data", intent.getDataString(),
                "extras", extras(intent), "intent", intent.toString());
    }

    static void finish(Activity activity) {
        ActivityThread thread = current;
        thread.handler.post(() -> {
            thread.pause(activity);
            BinderLink.call("activity.finished", "activity", activity.getClass().getName());
        });
    }

    // -- drawing

    static void scheduleTraversals(Activity activity) {
        ActivityThread thread = current;
        synchronized (thread.dirty) {
            if (thread.dirty.contains(activity)) {
                return;
            }
            thread.dirty.add(activity);
        }
        thread.handler.postDelayed(thread::draw, 5);
    }

    private void draw() {
        List<Activity> now;
        synchronized (dirty) {
            now = new ArrayList<>(dirty);
            dirty.clear();
        }
        for (Activity activity : now) {
            boolean visible = "resumed".equals(activity.state) || "paused".equals(activity.state);
            if (visible && !activity.isFinishing()) {
                JSONObject tree = UiTree.describe(activity.window(), activity.hasDialog());
                String text = tree.toString();
                if (!text.equals(drawn.put(activity, text))) {
                    BinderLink.call("ui.content", "activity", activity.getClass().getName(), "tree", tree);
                }
            }
        }
    }
}
