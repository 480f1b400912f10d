package android.os;

/** Lets a caller cancel an operation. */
public final class CancellationSignal {
    private volatile boolean cancelled;

    public CancellationSignal() {
    }

    public boolean isCanceled() {
        return cancelled;
    }

    public void cancel() {
        cancelled = true;
    }
}
