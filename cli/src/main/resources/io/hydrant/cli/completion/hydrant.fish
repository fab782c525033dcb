# Completion of hydrant for fish:  hydrant completion fish | source

# The names of streams or stacks, as the server tells that the line names.
function __hydrant_names
    set -l words (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -l where
    for i in (seq 2 (count $words))
        switch $words[$i]
            case --aws
                return
            case --endpoint-url --data
                test $i -lt (count $words); and set -a where $words[$i] (string replace -r '^~' $HOME -- $words[(math $i + 1)])
        end
    end
    env HYDRANT_JDK=never $program completion --names $argv[1] $where 2>/dev/null </dev/null
end

complete -c hydrant -f
@LINES@
