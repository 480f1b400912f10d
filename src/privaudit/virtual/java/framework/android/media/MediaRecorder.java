package android.media;

import android.content.Context;
import com.android.internal.os.BinderLink;
import java.io.IOException;

/** Records sound or pictures. */
public class MediaRecorder {
    private boolean prepared;
    private boolean source;
    private String output = "";

    /** Where sound comes from. */
    public final class AudioSource {
        public static final int DEFAULT = 0;
        public static final int MIC = 1;

        private AudioSource() {
        }
    }

    public MediaRecorder() {
    }

    public MediaRecorder(Context context) {
    }

    public void setAudioSource(int audioSource) throws IllegalStateException {
        if (!Boolean.TRUE.equals(BinderLink.call("microphone.allowed"))) {
            throw new RuntimeException("setAudioSource failed.");
        }
        source = true;
    }

    public void setOutputFormat(int outputFormat) throws IllegalStateException {
    }

    public void setAudioEncoder(int audioEncoder) throws IllegalStateException {
    }

    public void setOutputFile(String path) throws IllegalStateException {
        output = path;
    }

    public void prepare() throws IllegalStateException, IOException {
        if (!source) {
            throw new IllegalStateException();
        }
        prepared = true;
    }

    public void start() throws IllegalStateException {
        if (!prepared) {
            throw new IllegalStateException();
        }
        BinderLink.call("microphone.start");
    }

    public void stop() throws IllegalStateException {
        BinderLink.call("microphone.stop");
    }

    public void release() {
        prepared = false;
    }
}
