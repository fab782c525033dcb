package io.hydrant.jq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Programs and documents that would take all of the time, the memory or the stack. Run as a
/// program of its own, in as little memory as [BombsTest] gives it, this prints how each ends.
final class Bombs {
    /// No evaluation may take longer on a busy machine.
    private static final long SECONDS_MAX = 20;

    private static final String NUMBERS = "[" + "1,".repeat(199) + "1]";

    /// A program and the document that it is evaluated on.
    record Bomb(String program, String document) {}

    private Bombs() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<Bomb> bombs = all();
        int[] bad = new int[1];
        // A thread of the usual size, whatever that of the main thread is.
        Thread thread =
                new Thread(() -> {
                    for (Bomb bomb : bombs) {
                        bad[0] += show(bomb) ? 0 : 1;
                    }
                });
        thread.start();
        thread.join();
        System.out.println(bombs.size() + " bombs, " + bad[0] + " that went off");
    }

    private static boolean show(Bomb bomb) {
        long start = System.nanoTime();
        String end;
        boolean good = true;
        try {
            end = outcome(bomb);
        } catch (Throwable broken) {
            end = broken.toString();
            good = false;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        good &= seconds < SECONDS_MAX;
        String program = bomb.program();
        System.out.printf(
                Locale.ROOT,
                "%s %5.2f s %s -> %s%n",
                good ? "ok " : "BAD",
                seconds,
                program.length() > 90 ? program.substring(0, 90) + "…" : program,
                end.length() > 120 ? end.substring(0, 120) + "…" : end);
        return good;
    }

    /// How the evaluation ends, which is in one of its own ways.
    static String outcome(Bomb bomb) {
        JqProgram program;
        try {
            program = JqProgram.compile(bomb.program());
        } catch (JqSyntaxException refused) {
            return "refused: " + refused.getMessage();
        }
        byte[] document = bomb.document().getBytes(StandardCharsets.UTF_8);
        int[] values = new int[1];
        long[] length = new long[1];
        try {
            program.evaluate(
                    document,
                    0,
                    document.length,
                    Instant.EPOCH,
                    JqLimits.DEFAULT,
                    value -> {
                        values[0]++;
                        length[0] += value.depth();
                    });
            return values[0] + " values";
        } catch (JqBudgetException spent) {
            return "budget: " + spent.getMessage();
        } catch (JqException failed) {
            return "failed: " + failed.getMessage();
        }
    }

    static List<Bomb> all() {
        List<Bomb> bombs = new ArrayList<>();
        for (String program : PROGRAMS.lines().toList()) {
            bombs.add(
                    new Bomb(program, "{\"a\":" + NUMBERS + ",\"s\":\"" + "a".repeat(48) + "\"}"));
        }
        for (String program : ON_NUMBERS.lines().toList()) {
            bombs.add(new Bomb(program, NUMBERS));
        }
        String million = "\"" + "a".repeat(1_000_000) + "\"";
        for (String program : ON_A_MILLION.lines().toList()) {
            bombs.add(new Bomb(program, million));
        }
        bombs.addAll(long_());
        for (String document : documents()) {
            bombs.add(new Bomb(".", document));
            bombs.add(new Bomb(".a", document));
            bombs.add(new Bomb("[..]|length", document));
            bombs.add(new Bomb("tojson|fromjson|[paths]|sort|length", document));
            bombs.add(new Bomb(".. |= .", document));
            bombs.add(new Bomb("[tostream]|fromstream(.[])", document));
            bombs.add(new Bomb("walk(.)", document));
            bombs.add(new Bomb("del(..)", document));
            bombs.add(new Bomb("[.,.]|unique", document));
            bombs.add(new Bomb("flatten", document));
            bombs.add(new Bomb("contains(.)", document));
        }
        return bombs;
    }

    /// Programs that are themselves long.
    private static List<Bomb> long_() {
        List<String> programs = new ArrayList<>();
        for (int count : new int[] {240, 2_500, 30_000}) {
            programs.add("[".repeat(count) + "]".repeat(count));
            programs.add("(".repeat(count) + "1" + ")".repeat(count));
            programs.add("{a:".repeat(count) + "1" + "}".repeat(count));
            programs.add("1" + "|.".repeat(count));
            programs.add("." + "|.[]?".repeat(count));
            programs.add("." + "|..".repeat(count));
            programs.add("1" + "+1".repeat(count));
            programs.add("." + "[0]".repeat(count));
            programs.add("." + ".a".repeat(count));
            programs.add("." + "?".repeat(count));
            programs.add("1" + "//1".repeat(count));
            programs.add("1" + ",1".repeat(count));
            programs.add("-".repeat(count) + "1");
            programs.add("try ".repeat(count) + "1");
            programs.add(". as $a|".repeat(count) + "1");
            programs.add("label $a|".repeat(count) + "1");
            programs.add("def f: 1; ".repeat(count) + "f");
            programs.add("def f: ".repeat(count) + "1" + "; f".repeat(count));
            programs.add("def f: (f,f)|".repeat(count) + "1" + "; f".repeat(count));
            programs.add("if 1 then ".repeat(count) + "1" + " else 1 end".repeat(count));
            programs.add("if 1 then 1 " + "elif 1 then 1 ".repeat(count) + "else 1 end");
            programs.add("\"\\(".repeat(count) + "1" + ")\"".repeat(count));
            programs.add("\"" + "\\(1)".repeat(count) + "\"");
            programs.add("reduce ".repeat(count) + "1");
            programs.add(". as " + "[".repeat(count) + "$a" + "]".repeat(count) + "|$a");
            programs.add(". as [$a]" + "?//[$a]".repeat(count) + "|error(\"x\")");
            programs.add("map(".repeat(count) + "1" + ")".repeat(count));
            programs.add("first(".repeat(count) + ".[]" + ")".repeat(count));
            programs.add("path(".repeat(count) + ".a" + ")".repeat(count));
            programs.add("def f(g): " + "g|".repeat(count) + "1; f(.,.)");
            programs.add("\"a\"|test(\"" + "(".repeat(count) + "a" + ")".repeat(count) + "\")");
            programs.add("\"a\"|test(\"" + "(?:a|".repeat(count) + "a" + ")".repeat(count) + "\")");
            programs.add("\"a\"|test(\"" + "a?".repeat(count) + "a".repeat(count) + "\")");
            programs.add("\"a\"|test(\"a" + "{9}".repeat(count) + "\")");
            programs.add("\"a\"|test(\"a" + "*".repeat(count) + "\")");
            programs.add("\"a\"|test(\"" + "[".repeat(count) + "]\")");
            programs.add("\"" + "[".repeat(count) + "\"|fromjson");
            programs.add("1|strftime(\"" + "%c".repeat(count) + "\")");
            programs.add("\"1\"|strptime(\"" + "%d".repeat(count) + "\")");
        }
        return programs.stream().map(program -> new Bomb(program, "[[1]]")).toList();
    }

    private static List<String> documents() {
        return List.of(
                "[".repeat(250) + "]".repeat(250),
                "[".repeat(256) + "]".repeat(256),
                "[".repeat(100_000) + "]".repeat(100_000),
                "[".repeat(500_000),
                "{\"a\":".repeat(127) + "1" + "}".repeat(127),
                "{\"a\":".repeat(100_000),
                "[" + "[],".repeat(200_000) + "1]",
                "[" + "{},".repeat(200_000) + "1]",
                "[" + "\"\",".repeat(200_000) + "1]",
                "{" + "\"a\":1,".repeat(100_000) + "\"b\":2}",
                "{\"a\":\"" + "\\u0061".repeat(150_000) + "\"}",
                "{\"a\":" + "1".repeat(900_000) + "}",
                "{\"a\":1e" + "9".repeat(900_000) + "}",
                "{\"a\":0." + "3".repeat(900_000) + "}",
                "\"" + "\ud83d\ude00".repeat(200_000) + "\"");
    }

    private static final String PROGRAMS =
            """
            [range(1000000000)]
            reduce range(1000000000) as $i (0; .+1)
            last(range(1000000000))
            first(range(1000000000))
            until(false;.)
            [while(true;.)]
            repeat(.)
            [repeat(1)]
            [limit(1000000000;repeat(1))]
            def f: f; f
            def f: f|f; f
            def f: f,f; f
            def f: .+1|f; 0|f
            def f: [f]; f
            def f: if . > 100000 then . else .+1|f end; 0|f
            def f(g): f(g|g); f(.)
            def f(g): g|f(g); f(.)
            def f($x): f($x+1); f(0)
            def f: def g: f; g; f
            def f: try error("x") catch f; f
            def f: (try f catch .)|f; f
            def f: label $x | f; f
            def f: first(f); f
            def f: reduce f as $x (0;1); f
            def f: {a:f}; f
            def f: path(f); f
            def f: .a |= f; f
            recurse(.)
            [recurse(.,.)]
            last(recurse(.))
            recurse(.+1)
            [recurse(.[]?;true)]
            "a"*1000000000
            "a"*1e308
            reduce range(60) as $i ("ab";.*2)
            reduce range(60) as $i ("ab";.+.)
            reduce range(60) as $i ([1];.+.)
            reduce range(60) as $i ({};{a:.,b:.})
            reduce range(60) as $i ([];[.,.])|tojson|length
            reduce range(60) as $i ([];[.,.])|flatten|length
            reduce range(60) as $i ([];[.,.])|[..]|length
            reduce range(60) as $i ([];[.,.]) == 1
            reduce range(60) as $i ([];[.,.])|. == tojson
            reduce range(30) as $i ([];[.,.])|. < (.|map(.))
            reduce range(60) as $i ([];[.,.])|sort
            reduce range(60) as $i ([];[.,.])|contains(.)
            reduce range(60) as $i ([];[.,.])|[.,.]|unique
            reduce range(60) as $i ([];[.,.])|[.[]]|group_by(.)
            reduce range(60) as $i ([];[.,.])|. - .
            reduce range(60) as $i ([];[.,.])|index([[]])
            reduce range(40) as $i ([];[.,.])|[., (.|map(.))]|.[0]==.[1]
            reduce range(40) as $i ([1];[.,.])|[., (.|map(.)|map(map(.)))]|sort
            reduce range(40) as $i ([1];[.,.])|[., (.|map(.)|map(map(.)))]|.[0] - .[1]
            reduce range(40) as $i ({};{a:.,b:.})|. * .
            reduce range(40) as $i ({};{a:.,b:.})|. == map_values(map_values(.))
            reduce range(40) as $i ({};{a:.,b:.})|error
            reduce range(40) as $i ({};{a:.,b:.})|.+1
            reduce range(40) as $i ({};{a:.,b:.})|try (.+1) catch length
            reduce range(40) as $i ({};{a:.,b:.})|path(1|.a)
            reduce range(40) as $i ({};{a:.,b:.})|path({x:.})
            reduce range(100000) as $i (0;[.])
            reduce range(590) as $i (0;[.])|tojson|length
            reduce range(590) as $i (0;[.])|[..]|length
            reduce range(590) as $i (0;[.])|[paths]|length
            reduce range(590) as $i (0;[.])|[leaf_paths]
            reduce range(590) as $i (0;[.])|walk(.)|length
            reduce range(590) as $i (0;[.])|flatten
            reduce range(590) as $i (0;[.])|. == .
            reduce range(590) as $i (0;[.])|[.,.]|sort|unique
            reduce range(590) as $i (0;[.])|[tostream]|length
            reduce range(590) as $i (0;{a:.})|[tostream]|fromstream(.[])
            reduce range(590) as $i (0;{a:.})|. * .
            reduce range(590) as $i (0;{a:.})|contains(.)
            reduce range(590) as $i (0;{a:.})|.. |= .
            reduce range(590) as $i (0;{a:.})|del(..)
            reduce range(590) as $i (0;{a:.})|.a+1
            setpath([range(100000)|"a"];1)
            getpath([range(100000)|"a"])
            null|setpath([range(590)|0];1)|tojson|length
            null|setpath([range(590)|"a"];1)|delpaths([[range(590)|"a"]])
            .[1000000000]=1
            null|.[1000000000]=1
            null|.[1e308]=1
            null|.[2147483647]=1
            setpath([2000000000];1)
            null|setpath([2000000000];1)
            [.[1000000:2000000]?]
            null|.[0:1000000000]=[1]
            null|[limit(10000;path(.[range(1000000)]))]|length
            reduce range(100000) as $i (null;.[$i]=1)|length
            reduce range(100000) as $i ({};.["k\\($i)"]=1)|length
            reduce range(100000) as $i ([];.+[$i])|length
            reduce range(100000) as $i ("";.+"x")|length
            [range(100000)]|length
            [range(100000)]|map(tostring)|add|length
            [range(100000)]|map(tostring)|join(",")|length
            [range(20000)]|sort_by(-.)|length
            [range(50000)]|group_by(.%7)|length
            [range(50000)]|. - .
            [range(50000)|tostring]|unique|length
            [range(3000)]|combinations(5)|length
            [range(30)]|[combinations(30)]|length
            [range(100000)]|implode|length
            [range(100000)]|tojson|fromjson|length
            [range(100000)|{a:.}]|add
            [range(10000)|{("k\\(.)"):1}]|add|length
            [range(100000)|[.]]|add|length
            [range(300)|[range(300)]]|transpose|length
            [range(200000)|"a"]|@csv|length
            [limit(200000;repeat("\\u0000"))]|join("")|tojson|length
            .s|test("^(a+)+$")
            .s+"b"|test("^(a+)+$")
            .s+"b"|test("^(a|aa)+$")
            .s+"b"|test("^(a|a)*$")
            .s+"b"|test("^(.*)*$")
            .s+"b"|test("(a*)*b\\\\1c")
            .s+"b"|test("^(?=(a+)+$)")
            .s+"b"|test("(?:(?=.*$)a)*c")
            .s+"b"|test("(?>(a+)+)c")
            .s|test("(a?){48}a{48}b")
            .s|test("a{1000}{1000}{1000}")
            .s|test("(a{0,1000}){0,1000}")
            .s|test("((((a*)*)*)*)*b")
            .s|gsub("";"x")
            .s|gsub("^";"x")
            .s|gsub("a*?";"x")
            .s|gsub("a";"x","y")
            .s|gsub("a";"xxxxxxxxxx"*100000)
            .s|[match("";"g")]|length
            .s|[splits("")]|length
            .s|index("")
            .s|indices("")
            [.s|sub("(?<x>a)";.x,.x,.x;"g")]|length
            .s|ltrimstr("a")|until(false;ltrimstr("a"))
            [.s|recurse(.[1:];length>0)]|length
            range(0;"a";1)
            range(0;1e9;1e-9)
            [range(0;1;1e-9)]
            range(infinite)
            [limit(1e9;range(1e9))]
            nth(1000000000;repeat(1))
            isempty(repeat(empty))
            repeat(empty)
            first(repeat(empty))
            any(repeat(false);.)
            all(repeat(true);.)
            [.a[] as $a|.a[] as $b|.a[] as $c|.a[] as $d|.a[] as $e|1]
            [.. as $a|.. as $b|.. as $c|.. as $d|1]|length
            {a:.a[],b:.a[],c:.a[],d:.a[]}
            "\\(.a[])\\(.a[])\\(.a[])\\(.a[])"
            .a[]+.a[]+.a[]+.a[]
            [.a[],.a[]|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.|.,.]|length
            [paths|[paths]]|length
            path(..|..|..|..|..)
            .. |= (.,.)
            .a[] |= ([range(10000)])
            .a |= (.+.+.+.+.+.+.+.+.)
            .a[].x.y.z.b = 1
            to_entries|to_entries|map(to_entries)
            [.a|permutations]
            pow(10;1e9)
            1e308*1e308|tostring
            [jn(1000000000;1e9),yn(200;0.001),j0 ]
            jn(200;1000),yn(200;1000)
            range(1000000)|jn(200;1000)
            1e18|todate
            -1e18|todate
            [1e18,1e18,1e18,1e18,1e18,1e18,1e18,1e18]|mktime,todate,strftime("%G %V %U %s")
            0|strftime("%9999999999Y")
            0|strftime("%5000Y%5000Y")
            0|strftime("%c"*100000)
            "1"*100000|strptime("%s")
            ("%Y"*100000) as $f|"x"|strptime($f)
            [range(100000)]|@json|@base64|@base64d|@uri|length
            "a"*1000000|explode|implode|length
            "a"*1000000|split("")|length
            "a,"*500000|split(",")|length
            ["a"*1000000]|@sh,@html,@tsv,@csv|length
            "'"*1000000|@sh|length
            "<"*1000000|@html|length
            "é"*1000000|@uri|length
            "["*1000000|fromjson
            "1"*1000000|tonumber
            "\\"" + "a"*1000000 + "\\""|fromjson|length
            input
            [builtins]|length
            label $f|repeat(try (break $f) catch .)
            try error("x"*1000000) catch length
            def e: try error catch e; "x"|e
            error("x"*1000000)
            tojson|tojson|tojson|tojson|tojson|tojson|tojson|tojson|length
            reduce range(1000) as $i (.;tojson)|length
            reduce range(100) as $i ("\\"";tojson)|length
            INDEX(range(100000);.)|length
            [truncate_stream(range(100000);[[.],1])]|length
            fromstream(range(100000)|[[.],1])
            [range(100000)]|bsearch(99999)
            [range(100000)|tostring]|sort|length
            [range(1000)|[range(100)]]|sort|length
            [range(1000)|{a:[range(100)]}]|unique|length
            [range(100)|[range(1000)]]|group_by(.)|length
            """;

    private static final String ON_NUMBERS =
            """
            [.[] as $a|.[] as $b|.[] as $c|.[] as $d|.[] as $e|1]
            [.. as $a|.. as $b|.. as $c|.. as $d|1]
            [.[]|.]|map(.)|map(map(.)?)
            [combinations(.[])]
            .[.[]] = .[.[]]
            .[range(1000)] |= 1
            del(.[range(100000)])
            [.[:range(200)]]|length
            [.[range(200):]]|map(.[])|length
            reduce .[] as $x (.;.+.)
            reduce .[] as $x (.;[.,.])
            [limit(100000;recurse(.[]?,.))]|length
            """;

    private static final String ON_A_MILLION =
            """
            length
            [.,.,.,.,.,.,.,.,.,.]|add|length
            explode|length
            test("b")
            test("^(a|b)*$")
            test("^(((((a)))))*$")
            test("^a*$")
            test("^.*.*.*$")
            test(".*.*.*b")
            test("(?:(?=.*$)a)*")
            test("a{0,999}b")
            test("(a)(a)(a)(a)(a)\\\\5b")
            [match("a";"g")]|length
            [match(".";"g").offset]|length
            gsub("a";"b")|length
            gsub("a";"")|length
            gsub("(?<x>a)";"\\(.x)b")|length
            split("a")|length
            split("";null)|length
            split("a";null)|length
            [scan("aa")]|length
            index("b")
            indices("a")|length
            indices("aaaaaaaaaaaaaaaab")|length
            ltrimstr("a")|length
            .[1:]|.[1:]|.[1:]|.[1:]|length
            [range(1000000) as $i|.[$i:]]|length
            [limit(100;range(1000000) as $i|.[$i:$i+1])]|length
            ascii_upcase|ascii_downcase|length
            @base64|@base64d|length
            @uri,@html,@sh,@json,@text|length
            tojson|fromjson|length
            tojson|tojson|tojson|length
            .+.+.+.+.+.+.+.+.
            . == .+"b"
            [.,.]|sort|unique|length
            {a:.,b:.}|tojson|length
            .+1
            .x
            error
            try error catch length
            tonumber
            fromjson
            fromdate
            strptime("%Y")
            test(.)
            sub(.;"x")
            split(.)
            contains(.)
            startswith(.),endswith(.)
            {(.):1}|keys|length
            [limit(10000;repeat(.))]|length
            [limit(10000;repeat(.[1:]))]|length
            utf8bytelength
            reduce range(100) as $i (.;.[1:])|length
            until(length==0;.[1:])
            """;
}
