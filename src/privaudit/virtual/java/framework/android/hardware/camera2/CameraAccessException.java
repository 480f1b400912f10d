package android.hardware.camera2;

import android.util.AndroidException;

/** A camera cannot be used. */
public class CameraAccessException extends AndroidException {
    public static final int CAMERA_DISABLED = 1;
    public static final int CAMERA_DISCONNECTED = 2;
    public static final int CAMERA_ERROR = 3;

    private final int reason;

    public CameraAccessException(int problem) {
        super("CAMERA_ERROR (" + problem + ")");
        reason = problem;
    }

    public CameraAccessException(int problem, String message) {
        super("CAMERA_ERROR (" + problem + "): " + message);
        reason = problem;
    }

    public final int getReason() {
        return reason;
    }
}
