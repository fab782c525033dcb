package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Fn::Cidr`: `count` address blocks, one after the other, inside a block; each has `hostBits`
/// bits for hosts.
public record Cidr(Expression block, Expression count, Expression hostBits) implements Expression {
    /// Digits, dots and colons only: nothing that would be looked up as a host's name.
    private static final Pattern BLOCK =
            Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

    /// An address of IPv6 with its prefix is shorter.
    private static final int BLOCK_CHARACTERS_MAX = 64;

    static Cidr read(Value argument) {
        if (argument instanceof Value.Items items
                && items.items().size() >= 2
                && items.items().size() <= 3) {
            List<Expression> operands = new ArrayList<>();
            items.items().forEach(item -> operands.add(ExpressionReader.read(item)));
            Expression bits =
                    operands.size() == 3 ? operands.get(2) : new Literal(Value.Text.of("8"));
            return new Cidr(operands.get(0), operands.get(1), bits);
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Cidr object requires two parameters, (1) an ip block"
                        + " and (2) a count from 1 to 256, and for IPv6 (3) the host bits");
    }

    @Override
    public Value resolve(Scope scope) {
        Value within = block.resolve(scope);
        if (!within.isKnown()) {
            return within;
        }
        if (!(within instanceof Value.Text text)) {
            throw badShape();
        }
        Matcher parts = BLOCK.matcher(text.text());
        if (text.text().length() > BLOCK_CHARACTERS_MAX || !parts.matches()) {
            throw badShape();
        }
        return blocks(
                scope,
                address(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                number(count, scope),
                number(hostBits, scope));
    }

    private static Value blocks(Scope scope, byte[] address, int prefix, int count, int hostBits) {
        int bits = address.length * 8;
        int newPrefix = bits - hostBits;
        boolean fits =
                prefix <= newPrefix
                        && newPrefix <= bits
                        && count >= 1
                        && count <= 256
                        && (newPrefix - prefix >= 8 || count <= 1 << (newPrefix - prefix));
        if (!fits) {
            throw badShape();
        }
        BigInteger size = BigInteger.ONE.shiftLeft(hostBits);
        BigInteger first =
                new BigInteger(1, address).shiftRight(bits - prefix).shiftLeft(bits - prefix);
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger start = first.add(size.multiply(BigInteger.valueOf(i)));
            scope.budget().text(BLOCK_CHARACTERS_MAX);
            blocks.add(text(start, address.length) + "/" + newPrefix);
        }
        return Value.Items.ofTexts(blocks);
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw badShape();
        }
    }

    private static String text(BigInteger address, int length) {
        byte[] bytes = new byte[length];
        byte[] number = address.toByteArray();
        int used = Math.min(number.length, length);
        System.arraycopy(number, number.length - used, bytes, length - used, used);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of " + length + " bytes", e);
        }
    }

    private static int number(Expression operand, Scope scope) {
        if (operand.resolve(scope) instanceof Value.Text text && text.text().matches("\\d{1,3}")) {
            return Integer.parseInt(text.text());
        }
        throw badShape();
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(block, count, hostBits);
    }
}
