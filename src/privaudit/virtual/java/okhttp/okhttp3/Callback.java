package okhttp3;

import java.io.IOException;

/** Told what came of a call. */
public interface Callback {
    void onFailure(Call call, IOException e);

    void onResponse(Call call, Response response) throws IOException;
}
