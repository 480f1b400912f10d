package android.os;

/** A message for a Handler. */
public final class Message {
    public int what;
    public int arg1;
    public int arg2;
    public Object obj;
    long when;
    long order;
    Handler target;
    Runnable callback;

    public Message() {
    }

    public static Message obtain() {
        return new Message();
    }

    public static Message obtain(Handler h, int what) {
        Message m = new Message();
        m.target = h;
        m.what = what;
        return m;
    }

    public static Message obtain(Handler h, int what, Object obj) {
        Message m = obtain(h, what);
        m.obj = obj;
        return m;
    }

    public Handler getTarget() {
        return target;
    }

    public Runnable getCallback() {
        return callback;
    }

    public long getWhen() {
        return when;
    }

    public void sendToTarget() {
        target.sendMessage(this);
    }
}
