package android.os;

/** The system of the device is gone. */
public class DeadSystemException extends DeadObjectException {
    public DeadSystemException() {
    }
}
