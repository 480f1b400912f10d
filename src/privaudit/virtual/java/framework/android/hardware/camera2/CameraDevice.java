package android.hardware.camera2;

/** An open camera. */
public abstract class CameraDevice implements AutoCloseable {
    /** Told what becomes of a camera. */
    public abstract static class StateCallback {
        public StateCallback() {
        }

        public abstract void onOpened(CameraDevice camera);

        public void onClosed(CameraDevice camera) {
        }

        public abstract void onDisconnected(CameraDevice camera);

        public abstract void onError(CameraDevice camera, int error);
    }

    public CameraDevice() {
    }

    public abstract String getId();

    @Override
    public abstract void close();
}
