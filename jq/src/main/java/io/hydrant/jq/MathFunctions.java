package io.hydrant.jq;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// C's mathematics, and what asks for numbers of a kind.
final class MathFunctions {
    private MathFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        addRounding(functions);
        addElementary(functions);
        addSpecial(functions);
        addOfTwo(functions);
        addKinds(functions);
        Natives.add(
                functions,
                "fma",
                3,
                (run, in, a) -> new JqNumber(Math.fma(number(a[0]), number(a[1]), number(a[2]))));
        Natives.add(functions, "frexp", (run, in) -> fraction(run, number(in)));
        Natives.add(functions, "modf", (run, in) -> parts(run, number(in)));
        Natives.add(functions, "infinite", (run, in) -> new JqNumber(Double.POSITIVE_INFINITY));
        Natives.add(functions, "nan", (run, in) -> new JqNumber(Double.NaN));
    }

    static double number(JqValue value) {
        if (value instanceof JqNumber(double number)) {
            return number;
        }
        throw new Raised(Arithmetic.typed(value) + " number required");
    }

    private static void one(
            Map<String, Natives.Factory> functions, String name, DoubleUnaryOperator function) {
        Natives.add(functions, name, (run, in) -> new JqNumber(function.applyAsDouble(number(in))));
    }

    private static void two(
            Map<String, Natives.Factory> functions, String name, DoubleBinaryOperator function) {
        Natives.add(
                functions,
                name,
                2,
                (run, in, a) -> new JqNumber(function.applyAsDouble(number(a[0]), number(a[1]))));
    }

    private static void addRounding(Map<String, Natives.Factory> functions) {
        one(functions, "floor", Math::floor);
        one(functions, "ceil", Math::ceil);
        one(functions, "rint", Math::rint);
        one(functions, "nearbyint", Math::rint);
        one(functions, "trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x));
        one(functions, "round", MathFunctions::round);
        one(functions, "fabs", Math::abs);
        one(functions, "logb", MathFunctions::exponent);
        one(functions, "significand", x -> isPlain(x) ? scaled(x, -exponent(x)) : x);
    }

    /// Half away from zero.
    private static double round(double x) {
        double whole = Math.floor(Math.abs(x));
        return Math.copySign(Math.abs(x) - whole >= 0.5 ? whole + 1 : whole, x);
    }

    private static boolean isPlain(double x) {
        return x != 0 && !Double.isNaN(x) && !Double.isInfinite(x);
    }

    private static double exponent(double x) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!isPlain(x)) {
            return Math.abs(x);
        }
        return Math.abs(x) < Double.MIN_NORMAL
                ? Math.getExponent(x * 0x1p54) - 54
                : Math.getExponent(x);
    }

    private static double scaled(double x, double exponent) {
        int bounded = (int) Math.clamp(exponent, -5000, 5000);
        double scaled = x;
        while (bounded > 1000 || bounded < -1000) {
            int part = bounded > 0 ? 1000 : -1000;
            scaled = Math.scalb(scaled, part);
            bounded -= part;
        }
        return Math.scalb(scaled, bounded);
    }

    private static void addElementary(Map<String, Natives.Factory> functions) {
        one(functions, "sqrt", Math::sqrt);
        one(functions, "cbrt", Math::cbrt);
        one(functions, "sin", Math::sin);
        one(functions, "cos", Math::cos);
        one(functions, "tan", Math::tan);
        one(functions, "asin", Math::asin);
        one(functions, "acos", Math::acos);
        one(functions, "atan", Math::atan);
        one(functions, "sinh", Math::sinh);
        one(functions, "cosh", Math::cosh);
        one(functions, "tanh", Math::tanh);
        one(functions, "asinh", SpecialFunctions::asinh);
        one(functions, "acosh", SpecialFunctions::acosh);
        one(functions, "atanh", SpecialFunctions::atanh);
        one(functions, "exp", Math::exp);
        one(functions, "exp2", x -> Math.pow(2, x));
        one(functions, "exp10", x -> Math.pow(10, x));
        one(functions, "expm1", Math::expm1);
        one(functions, "log", Math::log);
        one(functions, "log2", SpecialFunctions::log2);
        one(functions, "log10", Math::log10);
        one(functions, "log1p", Math::log1p);
        Natives.add(
                functions,
                "pow10",
                (run, in) -> {
                    throw new Raised("Error: pow10/0 not found at build time");
                });
    }

    private static void addSpecial(Map<String, Natives.Factory> functions) {
        one(functions, "gamma", SpecialFunctions::logGamma);
        one(functions, "lgamma", SpecialFunctions::logGamma);
        one(functions, "tgamma", SpecialFunctions::gamma);
        Natives.add(
                functions,
                "lgamma_r",
                (run, in) -> {
                    double x = number(in);
                    double sign = SpecialFunctions.gammaSign(x);
                    return run.array(
                            new JqNumber(SpecialFunctions.logGamma(x)), new JqNumber(sign));
                });
        one(functions, "erf", SpecialFunctions::erf);
        one(functions, "erfc", SpecialFunctions::erfc);
        addBessel(functions);
    }

    /// They take so long that they pay for it.
    private static void addBessel(Map<String, Natives.Factory> functions) {
        for (int order = 0; order <= 1; order++) {
            int n = order;
            Natives.add(functions, "j" + n, (run, in) -> bessel(run, n, number(in), false));
            Natives.add(functions, "y" + n, (run, in) -> bessel(run, n, number(in), true));
        }
        Natives.add(
                functions,
                "jn",
                2,
                (run, in, a) -> bessel(run, (int) number(a[0]), number(a[1]), false));
        Natives.add(
                functions,
                "yn",
                2,
                (run, in, a) -> bessel(run, (int) number(a[0]), number(a[1]), true));
    }

    private static JqNumber bessel(Run run, int order, double x, boolean second) {
        run.meter.steps(second ? 40_000 : 4_000);
        return new JqNumber(
                second ? BesselFunctions.second(order, x) : BesselFunctions.first(order, x));
    }

    private static void addOfTwo(Map<String, Natives.Factory> functions) {
        two(functions, "pow", MathFunctions::power);
        two(functions, "atan2", Math::atan2);
        two(functions, "fmod", (x, y) -> x % y);
        two(functions, "hypot", Math::hypot);
        two(
                functions,
                "fmin",
                (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y));
        two(
                functions,
                "fmax",
                (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y));
        two(functions, "fdim", (x, y) -> x > y ? x - y : Double.isNaN(x + y) ? x + y : 0);
        two(functions, "copysign", Math::copySign);
        two(functions, "drem", Math::IEEEremainder);
        two(functions, "remainder", Math::IEEEremainder);
        two(functions, "ldexp", MathFunctions::scaled);
        two(functions, "scalb", MathFunctions::scaled);
        two(functions, "scalbln", MathFunctions::scaled);
        two(functions, "nextafter", Math::nextAfter);
        two(functions, "nexttoward", Math::nextAfter);
    }

    /// C, unlike Java, takes 1 to any power for 1, and -1 to an infinite one.
    private static double power(double x, double y) {
        return x == 1 || x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
    }

    private static void addKinds(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "isnan", (run, in) -> JqBoolean.of(isNan(in)));
        Natives.add(functions, "isinfinite", (run, in) -> JqBoolean.of(isInfinite(in)));
        Natives.add(
                functions,
                "isfinite",
                (run, in) -> JqBoolean.of(in instanceof JqNumber && !isInfinite(in)));
        Natives.add(functions, "isnormal", (run, in) -> JqBoolean.of(isNormal(in)));
        Natives.addFilter(functions, "normals", MathFunctions::isNormal);
        Natives.addFilter(
                functions, "finites", value -> value instanceof JqNumber && !isInfinite(value));
    }

    private static boolean isNan(JqValue value) {
        return value instanceof JqNumber(double number) && Double.isNaN(number);
    }

    private static boolean isInfinite(JqValue value) {
        return value instanceof JqNumber(double number) && Double.isInfinite(number);
    }

    private static boolean isNormal(JqValue value) {
        return value instanceof JqNumber(double number)
                && isPlain(number)
                && Math.abs(number) >= Double.MIN_NORMAL;
    }

    /// `frexp`: a fraction of at least a half, and the power of two that it is to be multiplied
    /// with.
    private static JqArray fraction(Run run, double x) {
        if (!isPlain(x)) {
            return run.array(new JqNumber(x), JqNumber.ZERO);
        }
        double exponent = exponent(x) + 1;
        return run.array(new JqNumber(scaled(x, -exponent)), new JqNumber(exponent));
    }

    /// `modf`: what is behind the point, and what is before.
    private static JqArray parts(Run run, double x) {
        double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
        double rest = Double.isInfinite(x) ? 0 : x - whole;
        return run.array(new JqNumber(Math.copySign(rest, x)), new JqNumber(whole));
    }
}
