package io.hydrant.jq;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that are said in jq itself. They are compiled with the programs that use them.
final class Definitions {
    private static final Map<String, String> BY_NAME =
            Map.ofEntries(
                    Map.entry("first/0", "def first: .[0];"),
                    Map.entry("last/0", "def last: .[-1];"),
                    Map.entry("nth/1", "def nth($n): .[$n];"),
                    Map.entry(
                            "nth/2",
                            "def nth($n; g): if $n < 0"
                                    + " then error(\"nth doesn't support negative indices\")"
                                    + " else last(limit($n + 1; g)) end;"),
                    Map.entry("last/1", "def last(g): reduce g as $x (null; $x);"),
                    Map.entry("isempty/1", "def isempty(g): 0 == (first(g | 1) // 0);"),
                    Map.entry(
                            "range/3",
                            "def range($from; $to; $by):"
                                    + " def inside: ($by > 0 and . < $to) or ($by < 0 and . > $to);"
                                    + " if $by == 0 then $from | select(false)"
                                    + " else $from | while(inside; . + $by) end;"),
                    Map.entry("leaf_paths/0", "def leaf_paths: paths(scalars);"),
                    Map.entry("todate/0", "def todate: strftime(\"%Y-%m-%dT%H:%M:%SZ\");"),
                    Map.entry("todateiso8601/0", "def todateiso8601: todate;"),
                    Map.entry(
                            "fromdate/0",
                            "def fromdate: strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime;"),
                    Map.entry("fromdateiso8601/0", "def fromdateiso8601: fromdate;"),
                    Map.entry(
                            "combinations/0",
                            "def combinations: if length == 0 then [] else"
                                    + " .[0][] as $head | .[1:] | combinations as $tail"
                                    + " | [$head] + $tail end;"),
                    Map.entry(
                            "combinations/1",
                            "def combinations(n): . as $all | [range(n) | $all] | combinations;"),
                    Map.entry(
                            "bsearch/1",
                            "def bsearch(target): . as $in | target as $t"
                                    + " | if length == 0 then -1"
                                    + " elif length == 1 then (if $t == .[0] then 0"
                                    + " elif $t < .[0] then -1 else -2 end)"
                                    + " else [0, length - 1, null]"
                                    + " | until(.[0] > .[1]; if .[2] != null then .[1] = -1 else"
                                    + " ((.[0] + .[1]) / 2 | floor) as $mid | $in[$mid] as $found"
                                    + " | if $found == $t then .[2] = $mid"
                                    + " elif .[0] == .[1] then .[1] = -1"
                                    + " elif $found < $t then .[0] = $mid + 1"
                                    + " else .[1] = $mid - 1 end end)"
                                    + " | if .[2] != null then .[2]"
                                    + " elif $in[.[0]] < $t then -2 - .[0]"
                                    + " else -1 - .[0] end end;"),
                    Map.entry(
                            "truncate_stream/1",
                            "def truncate_stream(stream): . as $depth | null | stream"
                                    + " | . as $event | if (.[0] | length) > $depth"
                                    + " then setpath([0]; $event[0][$depth:]) else empty end;"),
                    Map.entry(
                            "fromstream/1",
                            // The value that grows, whether it has begun, and both as they were.
                            "def fromstream(stream): foreach stream as $e ([null, false, null,"
                                    + " false]; if ($e[0] | length) == 0"
                                    + " then [null, false, .[2], .[3]]"
                                    + " elif ($e | length) == 1 and ($e[0] | length) < 2"
                                    + " then [null, false, .[0], .[1]] else . end"
                                    + " | . as $s | if ($e | length) > 1 and ($e[0] | length) > 0"
                                    + " then [(.[0] | setpath($e[0]; $e[1])), true, $s[2], $s[3]]"
                                    + " else . end; if ($e[0] | length) == 1 and ($e | length) == 1"
                                    + " and .[3] then .[2] else empty end,"
                                    + " if ($e[0] | length) == 0 then $e[1] else empty end);"),
                    Map.entry(
                            "INDEX/2",
                            "def INDEX(stream; key): reduce stream as $row ({}; .[$row | key"
                                    + " | if type != \"string\" then tojson else . end] |= $row);"),
                    Map.entry("INDEX/1", "def INDEX(key): INDEX(.[]; key);"),
                    Map.entry("JOIN/2", "def JOIN($index; key): [.[] | [., $index[key]]];"),
                    Map.entry(
                            "JOIN/3", "def JOIN($index; stream; key): stream | [., $index[key]];"),
                    Map.entry(
                            "JOIN/4",
                            "def JOIN($index; stream; key; join): stream | [., $index[key]]"
                                    + " | join;"),
                    Map.entry("IN/1", "def IN(s): isempty(select(. == s)) | not;"),
                    Map.entry(
                            "IN/2",
                            "def IN(stream; s): reduce (stream | IN(s)) as $in (false; . or $in);"),
                    Map.entry("capture/1", Matching.ofOne("capture")),
                    Map.entry("match/1", Matching.ofOne("match")),
                    Map.entry("test/1", Matching.ofOne("test")),
                    Map.entry(
                            "capture/2",
                            "def capture(re; flags): match(re; flags) | reduce (.captures[]"
                                    + " | select(.name != null)) as $c"
                                    + " ({}; . + {($c.name): $c.string});"),
                    Map.entry(
                            "scan/1",
                            "def scan(re): match(re; \"g\") | if (.captures | length) > 0"
                                    + " then [.captures[] | .string] else .string end;"),
                    Map.entry("splits/2", "def splits($re; flags): split($re; flags) | .[];"),
                    Map.entry("splits/1", "def splits($re): splits($re; null);"));

    private Definitions() {}

    /// The names and numbers of arguments of all of them.
    static Iterable<String> names() {
        return BY_NAME.keySet();
    }

    /// The text of the function's definition, if it is one of these.
    static @Nullable String of(String name) {
        return BY_NAME.get(name);
    }
}
