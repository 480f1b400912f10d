package storm;

/** A method that is called very often: it returns something, and every thousandth call of a site throws. */
public class Api {
    static final int THROWS_EVERY = 1000;

    public String read(int number) {
        if (number % THROWS_EVERY == THROWS_EVERY - 1) {
            throw new IllegalStateException("no reading " + number);
        }
        return "86999900" + number;
    }
}
