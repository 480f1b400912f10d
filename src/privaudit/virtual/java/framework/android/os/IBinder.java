package android.os;

/** An object of another process. */
public interface IBinder {
}
