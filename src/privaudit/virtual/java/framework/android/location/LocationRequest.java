package android.location;

/** How to follow the location: interval in ms. */
public final class LocationRequest {
    private final long intervalMillis;

    private LocationRequest(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    public long getIntervalMillis() {
        return intervalMillis;
    }

    /** Builds a request. */
    public static final class Builder {
        private final long intervalMillis;

        public Builder(long intervalMillis) {
            this.intervalMillis = intervalMillis;
        }

        public LocationRequest build() {
            return new LocationRequest(intervalMillis);
        }
    }
}
