package com.example.probe;

import android.app.Activity;
import android.content.ContextWrapper;
import android.hardware.Camera;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.location.LocationManager;
import android.net.Uri;
import android.telephony.TelephonyManager;
import com.bun.miitmdid.core.MdidSdkHelper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Exceptions as they are printed, line by line, and objects that tell when somebody else asked them. */
final class Traces {
    private static final int THREADS = 8;
    private static final int CALLS = 25;
    private static final AtomicInteger ASKED = new AtomicInteger();

    private final Activity activity;

    Traces(Activity activity) {
        this.activity = activity;
    }

    void run() throws Exception {
        refused();
        nothing();
        threads();
        bottomless();
        hostile();
    }

    private void refused() {
        TelephonyManager phone = activity.getSystemService(TelephonyManager.class);
        print("imsi", phone::getSubscriberId);
        print("imsi of a slot", () -> phone.getSubscriberId(1));
        print("contacts", () -> activity.getContentResolver().query(
                Uri.parse("content://com.android.contacts/data"), null, null, null, null));
        print("camera", () -> Camera.open(7));
        print("program", () -> Runtime.getRuntime().exec("/no/such/program"));
        print("location", () -> activity.getSystemService(LocationManager.class).getLastKnownLocation("gps"));
        print("listener throws", () -> MdidSdkHelper.InitSdk(activity, true, supplier -> {
            IllegalStateException thrown = new IllegalStateException("the app's own", new IOException("its cause"));
            thrown.addSuppressed(new SecurityException("suppressed"));
            throw thrown;
        }));
    }

    private void nothing() {
        okhttp3.OkHttpClient client = new okhttp3.OkHttpClient();
        print("new call null", () -> client.newCall(null).execute());
        print("new web socket null", () -> client.newWebSocket(null, null));
        print("program null", () -> Runtime.getRuntime().exec((String) null));
        print("program of nothing", () -> Runtime.getRuntime().exec(new String[0]));
        print("program of nulls", () -> Runtime.getRuntime().exec(new String[] {null, null}));
        print("process of null", () -> new ProcessBuilder((String) null).start());
        print("proxy null", () -> new URL("http://nowhere.invalid/").openConnection(null));
        print("query null", () -> activity.getContentResolver().query(null, new String[] {null}, null, null));
        print("permissions null", () -> {
            activity.requestPermissions(null, 1);
            return "asked";
        });
        print("permissions none", () -> {
            activity.requestPermissions(new String[0], 1);
            return "asked";
        });
        print("wrapped check", () -> new ContextWrapper(new ContextWrapper(activity))
                .checkSelfPermission("android.permission.READ_SMS"));
        print("wrapped check null", () -> new ContextWrapper(new ContextWrapper(activity)).checkSelfPermission(null));
        print("wrapper of null", () -> new ContextWrapper(null).checkSelfPermission("x"));
        print("huge check", () -> activity.checkSelfPermission("x\ud83d".repeat(50_000)));
    }

    /** Every thread gets the same traces, however many there are. */
    private void threads() throws InterruptedException {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        TelephonyManager phone = activity.getSystemService(TelephonyManager.class);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < CALLS; n++) {
                    try {
                        phone.getSubscriberId();
                    } catch (SecurityException e) {
                        seen.add(text(e));
                    }
                }
            }, "trace-" + i);
            thread.setDaemon(i % 2 == 0);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Out.line("traces in threads", seen.size());
        seen.forEach(text -> Out.text("trace in threads", text));
    }

    /** A handler that opens the connection it is asked for: recursion through the hooked call to the stack's end. */
    private void bottomless() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        URLStreamHandler handler = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
                return url.openConnection();
            }
        };
        URL url = new URL(null, "own://host/", handler);
        Thread thread = new Thread(null, () -> {
            for (int i = 0; i < 3; i++) {
                try {
                    url.openConnection();
                } catch (StackOverflowError e) {
                    ends.incrementAndGet();
                } catch (IOException e) {
                    Out.line("bottomless", e);
                }
            }
        }, "bottomless", 256 << 10);
        thread.start();
        thread.join();
        Out.line("ends of the stack", ends.get());
    }

    private void hostile() throws Exception {
        Touchy touchy = new Touchy();
        SensorManager sensors = activity.getSystemService(SensorManager.class);
        print("touchy sensor", () -> sensors.registerListener(touchy, sensors.getDefaultSensor(Sensor.TYPE_GYROSCOPE), 3));
        sensors.unregisterListener(touchy);
        URLStreamHandler handler = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return null;
            }

            @Override
            protected String toExternalForm(URL url) {
                ASKED.incrementAndGet();
                throw new IllegalStateException("never ask");
            }
        };
        print("touchy url", () -> new URL(null, "own://host/path?q#f", handler).openConnection());
        print("touchy command", () -> new ProcessBuilder(new Command()).start().waitFor());
        Out.line("asked", ASKED.get());
    }

    private interface Action {
        Object run() throws Throwable;
    }

    private static void print(String name, Action action) {
        try {
            Out.line(name, action.run());
        } catch (Throwable thrown) {
            Out.text(name, text(thrown));
        }
    }

    private static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Counts who asks for its name. */
    private static final class Touchy implements SensorEventListener {
        @Override
        public String toString() {
            ASKED.incrementAndGet();
            return toString();
        }

        @Override
        public void onSensorChanged(SensorEvent event) {
        }

        @Override
        public void onAccuracyChanged(Sensor sensor, int accuracy) {
        }
    }

    /** A command that must be read by nobody but the one that runs it. */
    private static final class Command extends AbstractList<String> {
        @Override
        public String get(int index) {
            return "true";
        }

        @Override
        public int size() {
            ASKED.incrementAndGet();
            return 1;
        }

        @Override
        public String toString() {
            ASKED.incrementAndGet();
            throw new IllegalStateException("never ask");
        }
    }
}
