package android.location;

/** How to read the last location. */
public final class LastLocationRequest {
    private LastLocationRequest() {
    }

    /** Builds a request. */
    public static final class Builder {
        public Builder() {
        }

        public LastLocationRequest build() {
            return new LastLocationRequest();
        }
    }
}
