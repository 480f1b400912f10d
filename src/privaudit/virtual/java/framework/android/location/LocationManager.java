package android.location;

import android.content.Context;
import android.os.CancellationSignal;
import android.os.Handler;
import android.os.Looper;
import com.android.internal.os.BinderLink;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.json.JSONObject;

/** Where the phone is. */
public class LocationManager {
    public static final String GPS_PROVIDER = "gps";
    public static final String NETWORK_PROVIDER = "network";
    public static final String PASSIVE_PROVIDER = "passive";
    public static final String FUSED_PROVIDER = "fused";
    private static final List<String> PROVIDERS =
            Arrays.asList(PASSIVE_PROVIDER, NETWORK_PROVIDER, FUSED_PROVIDER, GPS_PROVIDER);
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "LocationTransport");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<LocationListener, ScheduledFuture<?>> listeners = new ConcurrentHashMap<>();

    LocationManager(Context context) {
    }

    public boolean isProviderEnabled(String provider) {
        return PROVIDERS.contains(provider);
    }

    public List<String> getAllProviders() {
        return PROVIDERS;
    }

    public List<String> getProviders(boolean enabledOnly) {
        return PROVIDERS;
    }

    public String getBestProvider(Criteria criteria, boolean enabledOnly) {
        return criteria.getAccuracy() == Criteria.ACCURACY_FINE ? GPS_PROVIDER : NETWORK_PROVIDER;
    }

    public Location getLastKnownLocation(String provider) {
        return getLastKnownLocation(provider, new LastLocationRequest.Builder().build());
    }

    public Location getLastKnownLocation(String provider, LastLocationRequest lastLocationRequest) {
        if (provider == null) {
            throw new IllegalArgumentException("invalid null provider");
        }
        return location(provider, "getLastLocation");
    }

    private static Location location(String provider, String call) {
        JSONObject found = (JSONObject) BinderLink.call("location.read", "provider", provider, "call", call);
        if (found == null) {
            return null;
        }
        Location location = new Location(provider);
        location.setLatitude(found.optDouble("latitude", 0));
        location.setLongitude(found.optDouble("longitude", 0));
        location.setAccuracy((float) found.optDouble("accuracy", 0));
        location.setTime(System.currentTimeMillis());
        return location;
    }

    public void getCurrentLocation(String provider, CancellationSignal cancellationSignal, Executor executor,
            Consumer<Location> consumer) {
        Location found = location(provider, "getCurrentLocation");
        executor.execute(() -> consumer.accept(found));
    }

    public void requestLocationUpdates(String provider, long minTimeMs, float minDistanceM,
            LocationListener listener) {
        requestLocationUpdates(provider, minTimeMs, minDistanceM, listener, null);
    }

    public void requestLocationUpdates(String provider, long minTimeMs, float minDistanceM,
            LocationListener listener, Looper looper) {
        requestLocationUpdates(provider, request(minTimeMs), executor(looper), listener);
    }

    public void requestLocationUpdates(String provider, long minTimeMs, float minDistanceM, Executor executor,
            LocationListener listener) {
        requestLocationUpdates(provider, request(minTimeMs), executor, listener);
    }

    public void requestLocationUpdates(long minTimeMs, float minDistanceM, Criteria criteria,
            LocationListener listener, Looper looper) {
        requestLocationUpdates(FUSED_PROVIDER, request(minTimeMs), executor(looper), listener);
    }

    public void requestLocationUpdates(long minTimeMs, float minDistanceM, Criteria criteria, Executor executor,
            LocationListener listener) {
        requestLocationUpdates(FUSED_PROVIDER, request(minTimeMs), executor, listener);
    }

    public void requestLocationUpdates(LocationRequest locationRequest, LocationListener listener, Looper looper) {
        requestLocationUpdates(FUSED_PROVIDER, locationRequest, executor(looper), listener);
    }

    public void requestLocationUpdates(LocationRequest locationRequest, Executor executor,
            LocationListener listener) {
        requestLocationUpdates(FUSED_PROVIDER, locationRequest, executor, listener);
    }

    public void requestLocationUpdates(String provider, LocationRequest locationRequest, Executor executor,
            LocationListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("invalid null listener");
        }
        Location first = location(provider, "registerLocationListener");
        removeUpdates(listener);
        if (first != null) {
            executor.execute(() -> listener.onLocationChanged(first));
        }
        long every = Math.max(locationRequest.getIntervalMillis(), 1000);
        listeners.put(listener, TIMER.scheduleAtFixedRate(() -> {
            Location next = location(provider, "registerLocationListener");
            if (next != null) {
                executor.execute(() -> listener.onLocationChanged(next));
            }
        }, every, every, TimeUnit.MILLISECONDS));
    }

    private static LocationRequest request(long minTimeMs) {
        return new LocationRequest.Builder(minTimeMs).build();
    }

    private static Executor executor(Looper looper) {
        Handler handler = looper == null ? new Handler() : new Handler(looper);
        return handler::post;
    }

    public void removeUpdates(LocationListener listener) {
        ScheduledFuture<?> running = listeners.remove(listener);
        if (running != null) {
            running.cancel(false);
        }
    }
}
