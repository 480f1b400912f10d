package android.media;

import com.android.internal.os.BinderLink;

/** Sound from the microphone. */
public class AudioRecord {
    public static final int STATE_UNINITIALIZED = 0;
    public static final int STATE_INITIALIZED = 1;
    public static final int RECORDSTATE_STOPPED = 1;
    public static final int RECORDSTATE_RECORDING = 3;

    private int state;
    private int recording = RECORDSTATE_STOPPED;

    public AudioRecord(int audioSource, int sampleRateInHz, int channelConfig, int audioFormat, int bufferSizeInBytes)
            throws IllegalArgumentException {
        if (bufferSizeInBytes <= 0) {
            throw new IllegalArgumentException("Invalid audio buffer size.");
        }
        state = Boolean.TRUE.equals(BinderLink.call("microphone.allowed")) ? STATE_INITIALIZED : STATE_UNINITIALIZED;
    }

    public static int getMinBufferSize(int sampleRateInHz, int channelConfig, int audioFormat) {
        return 1280;
    }

    public int getState() {
        return state;
    }

    public int getRecordingState() {
        return recording;
    }

    public void startRecording() throws IllegalStateException {
        if (state != STATE_INITIALIZED) {
            throw new IllegalStateException("startRecording() called on an uninitialized AudioRecord.");
        }
        BinderLink.call("microphone.start");
        recording = RECORDSTATE_RECORDING;
    }

    public int read(byte[] audioData, int offsetInBytes, int sizeInBytes) {
        if (recording != RECORDSTATE_RECORDING) {
            return -3;
        }
        java.util.Arrays.fill(audioData, offsetInBytes, offsetInBytes + sizeInBytes, (byte) 0);
        return sizeInBytes;
    }

    public void stop() throws IllegalStateException {
        if (state != STATE_INITIALIZED) {
            throw new IllegalStateException("stop() called on an uninitialized AudioRecord.");
        }
        recording = RECORDSTATE_STOPPED;
        BinderLink.call("microphone.stop");
    }

    public void release() {
        state = STATE_UNINITIALIZED;
    }
}
