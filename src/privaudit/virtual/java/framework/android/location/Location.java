package android.location;

import android.os.Bundle;

/** A place on earth: degrees (WGS-84), accuracy in metres, time in ms of UTC. */
public class Location {
    private String provider;
    private double latitude;
    private double longitude;
    private float accuracy;
    private long time;

    public Location(String provider) {
        this.provider = provider;
    }

    public Location(Location location) {
        provider = location.provider;
        latitude = location.latitude;
        longitude = location.longitude;
        accuracy = location.accuracy;
        time = location.time;
    }

    public String getProvider() {
        return provider;
    }

    public double getLatitude() {
        return latitude;
    }

    public void setLatitude(double latitudeDegrees) {
        latitude = latitudeDegrees;
    }

    public double getLongitude() {
        return longitude;
    }

    public void setLongitude(double longitudeDegrees) {
        longitude = longitudeDegrees;
    }

    public float getAccuracy() {
        return accuracy;
    }

    public void setAccuracy(float horizontalAccuracyMeters) {
        accuracy = horizontalAccuracyMeters;
    }

    public long getTime() {
        return time;
    }

    public void setTime(long timeMs) {
        time = timeMs;
    }

    public Bundle getExtras() {
        return null;
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "Location[%s %.6f,%.6f hAcc=%.1f]", provider, latitude, longitude,
                accuracy);
    }
}
