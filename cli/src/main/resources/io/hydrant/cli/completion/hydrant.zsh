#compdef hydrant
# Completion of hydrant for zsh:  source <(hydrant completion zsh)
# It also works as a file _hydrant in a folder of $fpath.

_hydrant_words() {
  compadd -- ${=1}
}

_hydrant_files() {
  _files
}

# The names of streams or stacks, as the server tells that the line names. Remembered for some seconds.
_hydrant_ask() {
  local program=${words[1]/#\~/$HOME} i
  local -a where
  for ((i = 2; i < ${#words}; i++)); do
    case ${words[i]} in
      --aws) return ;;
      --endpoint-url | --data) ((i + 1 == CURRENT)) || where+=(${words[i]} ${words[i + 1]/#\~/$HOME}) ;;
    esac
  done
  local asked="$program $1 $where $AWS_ENDPOINT_URL"
  if [[ $asked != "$_hydrant_asked" ]] || ((SECONDS - ${_hydrant_asked_at:-0} >= 10)); then
    typeset -g _hydrant_names="$(HYDRANT_JDK=never $program completion --names $1 $where 2>/dev/null </dev/null)"
    typeset -g _hydrant_asked=$asked _hydrant_asked_at=$SECONDS
  fi
  _hydrant_words "$_hydrant_names"
}

_hydrant() {
  local previous=${words[CURRENT - 1]} command= i
  for ((i = 2; i < CURRENT; i++)); do
    if [[ ${words[i]} != -* ]]; then
      command=${words[i]}
      break
    fi
  done
  if [[ $PREFIX == --*=* ]]; then
    previous=${PREFIX%%=*}
    compset -P '*='
  fi
  case "$command $previous" in
@VALUES@
    *)
      if [[ $PREFIX == -* ]]; then
        case $command in
@OPTIONS@
        esac
        return
      fi
      case $command in
        '') _hydrant_words '@COMMANDS@' ;;
@ARGUMENTS@
      esac
      ;;
  esac
}

if [[ ${funcstack[1]} == _hydrant ]]; then
  _hydrant "$@"
else
  (($+functions[compdef])) || { autoload -Uz compinit && compinit; }
  compdef _hydrant hydrant ./hydrant
fi
