package android.os;

import com.android.internal.os.BinderLink;

/** The app's own process. */
public class Process {
    private static volatile int uid;

    public static final int myPid() {
        return (int) ProcessHandle.current().pid();
    }

    public static final int myUid() {
        if (uid == 0) {
            uid = ((Number) BinderLink.call("process.uid")).intValue();
        }
        return uid;
    }

    public static final void killProcess(int pid) {
        if (pid == myPid()) {
            BinderLink.call("process.kill");
            Runtime.getRuntime().halt(137);
        }
    }
}
