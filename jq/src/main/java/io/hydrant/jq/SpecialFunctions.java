package io.hydrant.jq;

/// Functions of C's mathematics that Java has not. The last digit or two may differ from those of a
/// C library.
final class SpecialFunctions {
    /// Lanczos' coefficients for g = 7.
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private static final double LANCZOS_G = 7;

    private SpecialFunctions() {}

    static double asinh(double x) {
        double size = Math.abs(x);
        double result =
                size > 1e8
                        ? Math.log(size) + Math.log(2)
                        : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Double.isInfinite(x) ? x : Math.copySign(result, x);
    }

    static double acosh(double x) {
        if (x > 1e8) {
            return Math.log(x) + Math.log(2);
        }
        double t = x - 1;
        return Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }

    /// Powers of two have whole logarithms.
    static double log2(double x) {
        int exponent = Math.getExponent(x);
        return x > 0 && x == Math.scalb(1.0, exponent) ? exponent : Math.log(x) / Math.log(2);
    }

    static double gammaSign(double x) {
        return x >= 0 || Math.floor(x) % 2 == 0 || Double.isNaN(x) ? 1 : -1;
    }

    static double logGamma(double x) {
        if (x <= 0 && x == Math.floor(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x == 1 || x == 2) {
            return 0;
        }
        if (x < 0.5) {
            double sine = Math.abs(Math.sin(Math.PI * (x - 2 * Math.floor(x / 2))));
            return Math.log(Math.PI / sine) - logGamma(1 - x);
        }
        double t = x - 1 + LANCZOS_G + 0.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series(x - 1));
    }

    private static double series(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x + i);
        }
        return sum;
    }

    static double gamma(double x) {
        if (x == Math.floor(x) && x <= 171) {
            if (x <= 0) {
                return x == 0 ? 1 / x : Double.NaN;
            }
            double product = 1;
            for (int i = 2; i < x; i++) {
                product *= i;
            }
            return product;
        }
        if (x < 0.5) {
            return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
        }
        double t = x - 1 + LANCZOS_G + 0.5;
        double half = Math.pow(t, (x - 0.5) / 2);
        return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * series(x - 1);
    }

    static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (Math.abs(x) > 2.5) {
            return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18 && n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    static double erfc(double x) {
        if (Double.isNaN(x) || x <= 2.5) {
            return 1 - erf(x);
        }
        // The continued fraction, from its far end.
        double fraction = x;
        for (int n = 80; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    }
}
