package android.hardware.camera2;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import com.android.internal.os.BinderLink;
import java.util.concurrent.Executor;

/** Cameras. */
public final class CameraManager {
    public CameraManager(Context context) {
    }

    public String[] getCameraIdList() throws CameraAccessException {
        return new String[] {"0"};
    }

    public void openCamera(String cameraId, CameraDevice.StateCallback callback, Handler handler)
            throws CameraAccessException {
        Handler to = handler == null ? new Handler(Looper.myLooper()) : handler;
        open(cameraId, callback, to::post);
    }

    public void openCamera(String cameraId, Executor executor, CameraDevice.StateCallback callback)
            throws CameraAccessException {
        if (executor == null) {
            throw new IllegalArgumentException("executor was null");
        }
        open(cameraId, callback, executor);
    }

    private static void open(String id, CameraDevice.StateCallback callback, Executor executor)
            throws CameraAccessException {
        if (id == null) {
            throw new IllegalArgumentException("cameraId was null");
        }
        if (!Boolean.TRUE.equals(BinderLink.call("camera.open", "id", id, "legacy", false))) {
            throw new CameraAccessException(CameraAccessException.CAMERA_DISABLED,
                    "connectHelper: Camera \"" + id + "\" cannot be opened from the background");
        }
        executor.execute(() -> callback.onOpened(new Device(id, callback)));
    }

    private static final class Device extends CameraDevice {
        private final String id;
        private final StateCallback callback;

        Device(String id, StateCallback callback) {
            this.id = id;
            this.callback = callback;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public void close() {
            BinderLink.call("camera.close");
            callback.onClosed(this);
        }
    }
}
