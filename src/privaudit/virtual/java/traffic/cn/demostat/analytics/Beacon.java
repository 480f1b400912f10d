package cn.demostat.analytics;

import android.content.Context;
import android.telephony.TelephonyManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** A statistics SDK's report: the phone's IMEI as MD5, in a protobuf message within gzip within another message. */
public final class Beacon {
    private static final OkHttpClient CLIENT = new OkHttpClient();

    private Beacon() {
    }

    public static int send(Context context, String url) throws IOException, GeneralSecurityException {
        String imei = context.getSystemService(TelephonyManager.class).getImei();
        byte[] digest = MessageDigest.getInstance("MD5").digest(imei.getBytes(StandardCharsets.UTF_8));
        byte[] inner = message(1, String.format("%032x", new BigInteger(1, digest)).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(inner);
        }
        byte[] outer = message(7, packed.toByteArray());
        RequestBody body = RequestBody.create(outer, MediaType.get("application/x-protobuf"));
        return CLIENT.newCall(new Request.Builder().url(url).post(body).build()).execute().code();
    }

    /** A protobuf message of one length-delimited field and a number. */
    private static byte[] message(int field, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field << 3 | 2);
        for (int left = value.length; ; left >>>= 7) {
            if (left < 0x80) {
                out.write(left);
                break;
            }
            out.write(left & 0x7f | 0x80);
        }
        out.writeBytes(value);
        out.write(15 << 3);
        out.write(42);
        return out.toByteArray();
    }
}
