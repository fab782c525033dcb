package io.hydrant.jq;

/// Bessel's functions of whole orders: by their integrals, since sums over a whole period are as
/// good as exact, and far out by Hankel's expansion. The last digits may differ from those of a C
/// library.
final class BesselFunctions {
    private static final int ORDER_MAX = 200;

    /// From here on the expansion is as exact as a double.
    private static final double FAR = 30;

    private static final double EULER = 0.5772156649015329;

    private BesselFunctions() {}

    /// Of the first kind. Beyond what this is good for the answer is no number.
    static double first(int n, double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        if (Math.abs(n) > ORDER_MAX || Double.isNaN(x)) {
            return Double.NaN;
        }
        double sign = n % 2 == 0 ? 1 : -1;
        if (n < 0) {
            return sign * first(-n, x);
        }
        if (x < 0) {
            return sign * first(n, -x);
        }
        if (x >= FAR && n <= 1) {
            return far(n, x, false);
        }
        if (x > ORDER_MAX) {
            return upward(n, x, far(0, x, false), far(1, x, false));
        }
        return integral(n, x);
    }

    private static double integral(int n, double x) {
        int points = 4 * (int) (x + n + 40);
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * (i + 0.5) / points;
            sum += Math.cos(n * angle - x * Math.sin(angle));
        }
        return sum / points;
    }

    /// Of the second kind.
    static double second(int n, double x) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (Double.isInfinite(x) && x > 0) {
            return 0;
        }
        if (Math.abs(n) > ORDER_MAX || !(x > 0)) {
            return Double.NaN;
        }
        if (n < 0) {
            return (n % 2 == 0 ? 1 : -1) * second(-n, x);
        }
        boolean far = x >= FAR;
        double zeroth = far ? far(0, x, true) : zeroth(x);
        return n == 0
                ? zeroth
                : upward(n, x, zeroth, far ? far(1, x, true) : firstOrder(x, zeroth));
    }

    /// From two orders to a higher one.
    private static double upward(int n, double x, double zeroth, double firstOrder) {
        double before = zeroth;
        double now = n == 0 ? zeroth : firstOrder;
        for (int k = 1; k < n; k++) {
            double next = 2 * k / x * now - before;
            before = now;
            now = next;
        }
        return now;
    }

    private static double far(int n, double x, boolean second) {
        double mu = 4.0 * n * n;
        double term = 1;
        double p = 1;
        double q = 0;
        for (int k = 1; k <= 30; k++) {
            double next = term * (mu - (2 * k - 1) * (2 * k - 1)) / (k * 8 * x);
            if (Math.abs(next) > Math.abs(term)) {
                break;
            }
            term = next;
            switch (k % 4) {
                case 1 -> q += term;
                case 2 -> p -= term;
                case 3 -> q -= term;
                default -> p += term;
            }
        }
        double phase = x - (n / 2.0 + 0.25) * Math.PI;
        double scale = Math.sqrt(2 / (Math.PI * x));
        return second
                ? scale * (p * Math.sin(phase) + q * Math.cos(phase))
                : scale * (p * Math.cos(phase) - q * Math.sin(phase));
    }

    /// Neumann's series over those of the first kind and even order.
    private static double zeroth(double x) {
        double sum = 0;
        int terms = (int) x / 2 + 25;
        for (int k = 1; k <= terms; k++) {
            sum += (k % 2 == 0 ? 1 : -1) * integral(2 * k, x) / k;
        }
        return 2 / Math.PI * (Math.log(x / 2) + EULER) * integral(0, x) - 4 / Math.PI * sum;
    }

    /// By what both kinds are to each other: J1·Y0 − J0·Y1 = 2/(πx).
    private static double firstOrder(double x, double zeroth) {
        double j0 = integral(0, x);
        double j1 = integral(1, x);
        return (j1 * zeroth - 2 / (Math.PI * x)) / j0;
    }
}
