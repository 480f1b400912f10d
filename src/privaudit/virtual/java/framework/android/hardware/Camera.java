package android.hardware;

import com.android.internal.os.BinderLink;

/** A camera, as before API 21. */
public class Camera {
    private Camera() {
    }

    public static int getNumberOfCameras() {
        return 1;
    }

    public static Camera open(int cameraId) {
        BinderLink.call("camera.open", "id", String.valueOf(cameraId), "legacy", true);
        return new Camera();
    }

    public static Camera open() {
        BinderLink.call("camera.open", "id", "0", "legacy", true);
        return new Camera();
    }

    public final void release() {
        BinderLink.call("camera.close");
    }
}
