package android.hardware;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import com.android.internal.os.BinderLink;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sensor manager an app is given. */
public class SystemSensorManager extends SensorManager {
    private static final List<Sensor> SENSORS = Arrays.asList(
            new Sensor(Sensor.TYPE_ACCELEROMETER, "Virtual accelerometer"),
            new Sensor(Sensor.TYPE_GYROSCOPE, "Virtual gyroscope"),
            new Sensor(Sensor.TYPE_STEP_COUNTER, "Virtual step counter"));

    private final Map<SensorEventListener, Runnable> running = new HashMap<>();

    SystemSensorManager(Context context) {
    }

    @Override
    protected List<Sensor> getFullSensorList() {
        return SENSORS;
    }

    @Override
    protected boolean registerListenerImpl(SensorEventListener listener, Sensor sensor, int delayUs, Handler handler,
            int maxReportLatencyUs, int reservedFlags) {
        if (listener == null || sensor == null) {
            return false;
        }
        if (!Boolean.TRUE.equals(BinderLink.call("sensor.listen", "type", sensor.getType()))) {
            return false;
        }
        Handler to = handler == null ? new Handler(Looper.getMainLooper()) : handler;
        Runnable tick = new Runnable() {
            @Override
            public void run() {
                synchronized (running) {
                    if (running.get(listener) != this) {
                        return;
                    }
                }
                listener.onSensorChanged(new SensorEvent(sensor, new float[] {0.02f, 0.11f, 9.81f}));
                to.postDelayed(this, Math.max(delayUs / 1000, 20));
            }
        };
        synchronized (running) {
            running.put(listener, tick);
        }
        to.post(tick);
        return true;
    }

    @Override
    protected void unregisterListenerImpl(SensorEventListener listener, Sensor sensor) {
        synchronized (running) {
            running.remove(listener);
        }
    }
}
