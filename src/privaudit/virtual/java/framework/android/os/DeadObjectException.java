package android.os;

/** The object called has died because its process no longer exists. */
public class DeadObjectException extends RemoteException {
    public DeadObjectException() {
    }

    public DeadObjectException(String message) {
        super(message);
    }
}
