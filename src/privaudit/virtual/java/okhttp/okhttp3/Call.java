package okhttp3;

import java.io.IOException;

/** A request that is ready to be made. */
public interface Call {
    /** Makes calls. */
    interface Factory {
        Call newCall(Request request);
    }

    Request request();

    Response execute() throws IOException;

    void enqueue(Callback responseCallback);

    void cancel();

    boolean isExecuted();

    boolean isCanceled();
}
