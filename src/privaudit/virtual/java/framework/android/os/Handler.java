package android.os;

/** Sends messages to a Looper and handles them on its thread. */
public class Handler {
    private final Looper looper;
    private final Callback callback;

    /** Handles messages without a subclass. */
    public interface Callback {
        boolean handleMessage(Message msg);
    }

    public Handler() {
        this(own(), null);
    }

    public Handler(Looper looper) {
        this(looper, null);
    }

    public Handler(Looper looper, Callback callback) {
        this.looper = looper;
        this.callback = callback;
    }

    private static Looper own() {
        Looper looper = Looper.myLooper();
        if (looper == null) {
            throw new RuntimeException("Can't create handler inside thread " + Thread.currentThread()
                    + " that has not called Looper.prepare()");
        }
        return looper;
    }

    public void handleMessage(Message msg) {
    }

    public void dispatchMessage(Message msg) {
        if (msg.callback != null) {
            msg.callback.run();
        } else if (callback == null || !callback.handleMessage(msg)) {
            handleMessage(msg);
        }
    }

    public final Looper getLooper() {
        return looper;
    }

    public final boolean post(Runnable r) {
        return postDelayed(r, 0);
    }

    public final boolean postDelayed(Runnable r, long delayMillis) {
        Message m = Message.obtain();
        m.callback = r;
        return sendMessageDelayed(m, delayMillis);
    }

    public final boolean sendMessage(Message msg) {
        return sendMessageDelayed(msg, 0);
    }

    public final boolean sendEmptyMessage(int what) {
        return sendMessage(Message.obtain(this, what));
    }

    public final boolean sendEmptyMessageDelayed(int what, long delayMillis) {
        return sendMessageDelayed(Message.obtain(this, what), delayMillis);
    }

    public final boolean sendMessageDelayed(Message msg, long delayMillis) {
        return sendMessageAtTime(msg, SystemClock.uptimeMillis() + Math.max(delayMillis, 0));
    }

    public boolean sendMessageAtTime(Message msg, long uptimeMillis) {
        msg.target = this;
        return looper.queue.enqueueMessage(msg, uptimeMillis);
    }

    public final Message obtainMessage(int what) {
        return Message.obtain(this, what);
    }

    public final void removeCallbacks(Runnable r) {
        looper.queue.removeMessages(m -> m.target == this && m.callback == r);
    }

    public final void removeMessages(int what) {
        looper.queue.removeMessages(m -> m.target == this && m.callback == null && m.what == what);
    }

    public final void removeCallbacksAndMessages(Object token) {
        looper.queue.removeMessages(m -> m.target == this && (token == null || m.obj == token));
    }
}
